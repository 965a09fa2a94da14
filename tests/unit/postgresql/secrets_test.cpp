#include "postgresql/secrets.hpp"

#include <gtest/gtest.h>

namespace migrate::postgresql {
namespace {

TEST(Secrets, HidesThePasswordAsWrittenAndDecoded) {
  const Secrets secrets("postgresql://me:p%40ss%2Fword@host/db");
  EXPECT_EQ(secrets.scrub("failed for \"p%40ss%2Fword\""), "failed for \"***\"");
  EXPECT_EQ(secrets.scrub("failed for \"p@ss/word\""), "failed for \"***\"");
}

TEST(Secrets, HidesTheTornPiecesOfAPasswordThatWasNotEncoded) {
  const Secrets secrets("postgresql://me:open@sesame/x@host/db");
  EXPECT_EQ(secrets.scrub("could not translate host name \"sesame\" to address"),
            "could not translate host name \"***\" to address");
  EXPECT_EQ(secrets.scrub("could not translate host name \"sesame/x@host\""),
            "could not translate host name \"***/***@host\"");
  EXPECT_EQ(secrets.scrub("invalid port number: \"open\""), "invalid port number: \"***\"");
}

TEST(Secrets, HidesPasswordsOfParameters) {
  const Secrets secrets(
      "postgresql://me@host/db?password=sesame&sslpassword=op%65n&sslmode=require");
  EXPECT_EQ(secrets.scrub("sesame open op%65n require"), "*** *** *** require");
}

TEST(Secrets, AShortPasswordDoesNotTearOtherWords) {
  const Secrets secrets("postgresql://me:a@host/db");
  EXPECT_EQ(secrets.scrub("database \"a\" has an alias"), "database \"***\" has an alias");
}

TEST(Secrets, AUrlWithoutAPasswordHidesNothing) {
  const Secrets secrets("postgresql://me@host:5432/db?application_name=x@y");
  EXPECT_EQ(secrets.scrub("me host 5432 db x y"), "me host 5432 db x y");
}

TEST(Secrets, HidesWhatIsAdded) {
  Secrets secrets;
  secrets.add("from the environment");
  secrets.add("");
  EXPECT_EQ(secrets.scrub("it came from the environment."), "it came ***.");
}

}  // namespace
}  // namespace migrate::postgresql
