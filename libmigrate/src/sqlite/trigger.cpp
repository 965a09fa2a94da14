#include "sqlite/trigger.hpp"

#include "base/text.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {

TriggerHead trigger_head(std::string_view statement) {
  TokenReader in(statement);
  in.skip("CREATE");
  if (!in.skip("TEMP")) in.skip("TEMPORARY");
  if (!in.skip("TRIGGER")) in.fail();
  if (in.skip("IF") && !(in.skip("NOT") && in.skip("EXISTS"))) in.fail();
  in.name();
  if (in.skip_symbol('.')) in.name();
  if (in.skip("INSTEAD")) in.skip("OF");
  if (!in.skip("BEFORE")) in.skip("AFTER");
  TriggerHead head{.event = text::upper(in.name())};
  if (in.skip("OF")) {
    do {
      head.columns.push_back(in.name());
    } while (in.skip_symbol(','));
  }
  if (!in.skip("ON")) in.fail();
  head.table = in.name();
  return head;
}

}  // namespace migrate::sqlite
