# The edits of the quickstart to the models that codegen writes.
s/std::optional<bool> starred;/bool starred{};/
s/std::optional<std::int64_t> status;/std::int64_t status{};/
s/std::optional<std::string> theme;/std::string theme;/
s/\("note", Text\(\)\)/("note", String(1000))/
s/(column<&User::key>\("key", String\(255\)\)),/\1.unique(),/
/column<&Bookmark::note>/a\            foreign_key({"userkey"}, "user", {"key"}),
/column<&Publictag::created_date>/a\            foreign_key({"userkey"}, "user", {"key"}),
