#include "json_schema.hpp"

#include <functional>
#include <map>
#include <regex>
#include <stdexcept>

namespace migrate {
namespace {

using nlohmann::json;

class Validator {
 public:
  explicit Validator(const json& root) : root_(root) {}

  std::string check(const json& schema, const json& value, const std::string& path) const {
    for (const auto& [keyword, rule] : schema.items()) {
      const auto check_keyword = keywords().find(keyword);
      if (check_keyword == keywords().end()) throw std::logic_error("keyword " + keyword);
      std::string why = check_keyword->second(*this, schema, rule, value, path);
      if (!why.empty()) return why;
    }
    return "";
  }

 private:
  using Keyword = std::function<std::string(const Validator&, const json& schema, const json& rule,
                                            const json& value, const std::string& path)>;

  static bool is_type(const json& value, const std::string& type) {
    return (type == "null" && value.is_null()) || (type == "boolean" && value.is_boolean()) ||
           (type == "integer" && value.is_number_integer()) ||
           (type == "number" && value.is_number()) || (type == "string" && value.is_string()) ||
           (type == "array" && value.is_array()) || (type == "object" && value.is_object());
  }

  static std::string require(bool holds, const std::string& path, const std::string& why) {
    return holds ? "" : path + ": " + why;
  }

  static const std::map<std::string, Keyword>& keywords();

  const json& root_;
};

const std::map<std::string, Validator::Keyword>& Validator::keywords() {
  using V = const Validator&;
  using J = const json&;
  using P = const std::string&;
  const auto nothing = [](V, J, J, J, P) { return std::string(); };
  static const std::map<std::string, Keyword> all = {
      {"$schema", nothing},
      {"$defs", nothing},
      {"title", nothing},
      {"description", nothing},
      {"$ref",
       [](V v, J, J rule, J value, P path) {
         return v.check(v.root_.at(json::json_pointer(rule.get<std::string>().substr(1))), value,
                        path);
       }},
      {"type",
       [](V, J, J rule, J value, P path) {
         if (rule.is_string()) return require(is_type(value, rule), path, "type");
         bool any = false;
         for (J type : rule) any = any || is_type(value, type);
         return require(any, path, "type");
       }},
      {"enum",
       [](V, J, J rule, J value, P path) {
         return require(std::find(rule.begin(), rule.end(), value) != rule.end(), path, "enum");
       }},
      {"pattern",
       [](V, J, J rule, J value, P path) {
         return require(!value.is_string() || std::regex_search(value.get<std::string>(),
                                                                std::regex(rule.get<std::string>())),
                        path, "pattern");
       }},
      {"minLength",
       [](V, J, J rule, J value, P path) {
         return require(!value.is_string() ||
                            value.get_ref<const std::string&>().size() >= rule.get<std::size_t>(),
                        path, "minLength");
       }},
      {"not",
       [](V v, J, J rule, J value, P path) {
         return require(!v.check(rule, value, path).empty(), path, "not");
       }},
      {"anyOf",
       [](V v, J, J rule, J value, P path) {
         bool any = false;
         for (J option : rule) any = any || v.check(option, value, path).empty();
         return require(any, path, "anyOf");
       }},
      {"oneOf",
       [](V v, J, J rule, J value, P path) {
         int hits = 0;
         for (J option : rule) hits += v.check(option, value, path).empty() ? 1 : 0;
         return require(hits == 1, path, "oneOf");
       }},
      {"required",
       [](V, J, J rule, J value, P path) {
         for (J key : rule) {
           if (value.is_object() && !value.contains(key.get<std::string>())) {
             return path + ": required " + key.get<std::string>();
           }
         }
         return std::string();
       }},
      {"properties",
       [](V v, J, J rule, J value, P path) {
         if (!value.is_object()) return std::string();
         for (const auto& [key, inner] : rule.items()) {
           if (!value.contains(key)) continue;
           std::string why = v.check(inner, value.at(key), path + '/' + key);
           if (!why.empty()) return why;
         }
         return std::string();
       }},
      {"additionalProperties",
       [](V, J schema, J rule, J value, P path) {
         if (rule != json(false)) throw std::logic_error("additionalProperties other than false");
         if (!value.is_object()) return std::string();
         for (const auto& member : value.items()) {
           if (!schema.at("properties").contains(member.key())) {
             return path + ": additional " + member.key();
           }
         }
         return std::string();
       }},
      {"minProperties",
       [](V, J, J rule, J value, P path) {
         return require(!value.is_object() || value.size() >= rule.get<std::size_t>(), path,
                        "minProperties");
       }},
      {"maxProperties",
       [](V, J, J rule, J value, P path) {
         return require(!value.is_object() || value.size() <= rule.get<std::size_t>(), path,
                        "maxProperties");
       }},
      {"items",
       [](V v, J, J rule, J value, P path) {
         if (!value.is_array()) return std::string();
         for (std::size_t i = 0; i < value.size(); ++i) {
           std::string why = v.check(rule, value[i], path + '/' + std::to_string(i));
           if (!why.empty()) return why;
         }
         return std::string();
       }},
  };
  return all;
}

}  // namespace

std::string schema_violation(const nlohmann::json& schema, const nlohmann::json& document) {
  return Validator(schema).check(schema, document, "");
}

}  // namespace migrate
