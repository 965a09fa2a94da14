#pragma once

#include <functional>
#include <optional>

#include "diff/pair.hpp"

namespace migrate {

/// At which stage of making a schema a kind of object has its place; tables stand at
/// `table_rank`. Dependencies go before it.
int rank_of(Object::Kind kind);
inline constexpr int table_rank = 6;
inline constexpr int column_rank = 7;
inline constexpr int constraint_rank = 8;
inline constexpr int key_rank = 9;
inline constexpr int view_rank = 10;
inline constexpr int last_rank = view_rank + 4;  ///< behind every kind

/// A type that columns may have.
bool is_type(Object::Kind kind);

/// The name that texts use: without a function's argument types.
std::string spoken_name(const Object& object);

Dependency as_dependency(const Object& object);

/// An object that is there before or afterwards.
struct ObjectPair {
  const Object* old = nullptr;
  const Object* now = nullptr;  ///< `old` with the renames done
  const Object* to = nullptr;
  enum class Fate {
    stays,
    created,
    dropped,
    altered,  ///< in place
    remade,   ///< dropped, and made anew
  };
  Fate fate = Fate::stays;

  [[nodiscard]] const Object& any() const { return to != nullptr ? *to : *now; }
  [[nodiscard]] bool goes() const { return fate == Fate::dropped || fate == Fate::remade; }
  [[nodiscard]] bool comes() const { return fate == Fate::created || fate == Fate::remade; }
};

/// The objects of both sides. `old` and `now` have the same objects at the same places.
class ObjectDiff {
 public:
  ObjectDiff(const Schema& old, const Schema& now, const Schema& to, const Terms& terms);

  /// Makes whatever depends on what goes go as well: objects that need a going one, or one of the
  /// tables for which `reshaped` holds (by their names after the renames). True when that was news.
  bool spread(const std::function<bool(const QualifiedName&)>& reshaped);

  /// Names of the objects that are made anew, for the tables to give way to; of these, types that
  /// columns have to leave for a while.
  [[nodiscard]] Words remade_names() const;
  [[nodiscard]] Words remade_types() const;

  [[nodiscard]] const std::vector<ObjectPair>& pairs() const { return pairs_; }

 private:
  std::vector<ObjectPair> pairs_;
};

/// How an enum's values change: only by new ones in their places.
bool only_adds_values(const Object& from, const Object& to);

}  // namespace migrate
