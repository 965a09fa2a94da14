#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "deployment.hpp"
#include "server.hpp"

namespace migrate::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The ways that lead to a server. The password of the role locked_out is `p@ss/w:rd %`.
class Connections : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Server>(); }
  static void TearDownTestSuite() { server_.reset(); }

  Connections() { deployment_.add("a", "CREATE TABLE IF NOT EXISTS a (a INTEGER);"); }

  /// Where the program was led to: `user host application`.
  std::string reach(const std::string& url) {
    deployment_.connect_by(url);
    deployment_.folder().write(
        "versions/a.sql",
        "-- a\n--\n-- Revision ID: a\n-- Revises:\n\n-- migrate:up\n"
        "DO $$ BEGIN RAISE NOTICE 'as % by % as %', session_user, "
        "coalesce(host(inet_client_addr()), "
        "'socket'), current_setting('application_name'); END $$;\n-- migrate:down\nSELECT 1;\n");
    const auto [status, output] = deployment_.run({"upgrade", "--dry-run"});
    const std::size_t at = output.find("NOTICE:  as ");
    if (status != 0 || at == std::string::npos) return output;
    return output.substr(at + 12, output.find('\n', at) - at - 12);
  }

  inline static std::unique_ptr<Server> server_ = nullptr;
  Deployment deployment_{""};
  std::string port_ = std::to_string(server_->port());
};

TEST_F(Connections, ASocketInEverySpelling) {
  const std::string encoded = [&] {
    std::string out;
    for (const char c : server_->host()) out += c == '/' ? "%2F" : std::string(1, c);
    return out;
  }();
  for (const std::string& url :
       {fmt::format("postgresql://postgres@/postgres?host={}&port={}", server_->host(), port_),
        fmt::format("postgresql://postgres@{}:{}/postgres", encoded, port_),
        fmt::format("postgres:///postgres?host={}&port={}&user=postgres", server_->host(), port_),
        fmt::format("postgresql+psycopg2://postgres@/postgres?host={}&port={}", server_->host(),
                    port_)}) {
    EXPECT_EQ(reach(url), "postgres by socket as migrate") << url;
  }
}

TEST_F(Connections, AHostAndLibpqsParameters) {
  EXPECT_EQ(reach("postgresql://postgres@127.0.0.1:" + port_ + "/postgres"),
            "postgres by 127.0.0.1 as migrate");
  EXPECT_EQ(reach("postgresql://postgres@127.0.0.1:" + port_ +
                  "/postgres?application_name=deploy&sslmode=disable&connect_timeout=30"
                  "&keepalives=0&options=-c%20work_mem%3D8MB"),
            "postgres by 127.0.0.1 as deploy");
}

TEST_F(Connections, TheVariablesOfTheEnvironment) {
  deployment_.set({"PGHOST=127.0.0.1", "PGPORT=" + port_, "PGUSER=postgres", "PGDATABASE=postgres",
                   "PGAPPNAME=by environment"});
  EXPECT_EQ(reach("postgresql://"), "postgres by 127.0.0.1 as by environment");
}

TEST_F(Connections, APasswordWithAnyCharacterPercentEncoded) {
  const std::string rest = "@127.0.0.1:" + port_ + "/postgres";
  EXPECT_EQ(reach("postgresql://locked_out:p%40ss%2Fw%3Ard%20%25" + rest),
            "locked_out by 127.0.0.1 as migrate");
  EXPECT_EQ(reach("postgresql://locked_out" + rest + "?password=p%40ss%2Fw%3Ard%20%25"),
            "locked_out by 127.0.0.1 as migrate");
  const std::string wrong = reach("postgresql://locked_out:p%40ss%2Fwrong" + rest);
  EXPECT_THAT(wrong, HasSubstr("password authentication failed for user \"locked_out\""));
  EXPECT_THAT(wrong, Not(HasSubstr("wrong")));
}

TEST_F(Connections, APasswordFromAFileOrTheEnvironment) {
  const std::string url = "postgresql://locked_out@127.0.0.1:" + port_ + "/postgres";
  deployment_.set({"HOME=/nonexistent"});
  EXPECT_THAT(reach(url), HasSubstr("no password supplied"));
  deployment_.set({"PGPASSWORD=p@ss/w:rd %"});
  EXPECT_EQ(reach(url), "locked_out by 127.0.0.1 as migrate");
  const auto file =
      deployment_.folder().write(".pgpass", "127.0.0.1:" + port_ + ":*:locked_out:p@ss/w\\:rd %\n");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  deployment_.set({"PGPASSFILE=" + file.string()});
  EXPECT_EQ(reach(url), "locked_out by 127.0.0.1 as migrate");
}

TEST_F(Connections, AService) {
  const auto file = deployment_.folder().write(
      "services", "[app]\nhost=127.0.0.1\nport=" + port_ + "\nuser=postgres\ndbname=postgres\n");
  deployment_.set({"PGSERVICEFILE=" + file.string()});
  EXPECT_EQ(reach("postgresql://?service=app"), "postgres by 127.0.0.1 as migrate");
}

TEST_F(Connections, TheFirstHostThatAnswers) {
  EXPECT_EQ(reach(fmt::format("postgresql://postgres@127.0.0.1:{},127.0.0.1:{}/postgres",
                              free_port(), port_)),
            "postgres by 127.0.0.1 as migrate");
}

TEST_F(Connections, AnEncryptedConnection) {
  const std::string certificate = server_->host() + "/data/server.crt";
  run_as_owner({"/usr/bin/openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", certificate,
                "-keyout", server_->host() + "/data/server.key"});
  server_->execute("ALTER SYSTEM SET ssl = on");
  server_->execute("SELECT pg_reload_conf()");
  wait_until("the server takes TLS", [&] { return server_->value("SHOW ssl") == "on"; });
  const auto trusted = deployment_.folder().path() / "root.crt";
  std::filesystem::copy_file(certificate, trusted);
  const std::string url = "postgresql://postgres@localhost:" + port_ +
                          "/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=";
  server_->execute(
      "CREATE FUNCTION encryption() RETURNS text LANGUAGE sql AS"
      " 'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()'");
  EXPECT_EQ(reach(url + trusted.string()), "postgres by 127.0.0.1 as migrate");
  Deployment deployment(url + trusted.string());
  deployment.add("a", "DO $$ BEGIN RAISE NOTICE 'by %', encryption(); END $$;");
  EXPECT_THAT(deployment.run({"upgrade", "--dry-run"}).output, HasSubstr("by TLSv1.3"));
  EXPECT_THAT(reach(url + "/nonexistent"), HasSubstr("root certificate file \"/nonexistent\" does "
                                                     "not exist"));
  server_->execute("ALTER SYSTEM RESET ssl");
  server_->execute("SELECT pg_reload_conf()");
}

/// The handshake of TCP is the kernel's, and behind it nobody is at home.
TEST_F(Connections, AHostThatDoesNotAnswerIsGivenUp) {
  const int port = free_port();
  const int silent = listen_on(port);
  deployment_.set({"PGCONNECT_TIMEOUT=2"});
  const std::string url = fmt::format("postgresql://postgres@127.0.0.1:{}/postgres", port);
  EXPECT_THAT(reach(url), HasSubstr("port " + std::to_string(port) + " failed: timeout expired"));
  EXPECT_EQ(
      reach(fmt::format("postgresql://postgres@127.0.0.1:{},127.0.0.1:{}/postgres", port, port_)),
      "postgres by 127.0.0.1 as migrate");
  close(silent);
}

/// What pg_dump writes: \restrict, COPY with its data, an empty search_path.
TEST_F(Connections, APgDumpIsARevisionAndDoesNotSpoilTheNext) {
  const std::string from = server_->new_database();
  server_->execute(
      "CREATE SCHEMA other;"
      " CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);"
      " INSERT INTO t SELECT i, E'a\\tb\\\\c' || i FROM generate_series(1, 5000) AS i;"
      " CREATE TABLE other.u (id INTEGER REFERENCES t);"
      " INSERT INTO other.u SELECT i FROM generate_series(1, 100) AS i;"
      " CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;",
      from);
  const auto dump = deployment_.folder().path() / "dump.sql";
  Program pg_dump({Server::program("pg_dump"), "--dbname=" + server_->url(from)}, dump);
  ASSERT_EQ(pg_dump.wait(), 0) << pg_dump.output();
  const std::string text = pg_dump.output();
  ASSERT_THAT(text, HasSubstr("COPY public.t (id, text) FROM stdin;"));
  ASSERT_THAT(text, HasSubstr("\n\\restrict "));

  const std::string to = server_->new_database();
  Deployment deployment(server_->url(to));
  deployment.add("a", text);
  deployment.add("b", "CREATE TABLE plain (a INTEGER);\nINSERT INTO plain SELECT count(*) FROM t;");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(server_->value("SELECT a FROM public.plain", to), "5000");
  EXPECT_EQ(server_->value("SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM t", to),
            server_->value("SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM t", from));
  EXPECT_EQ(server_->value("SELECT count(*) FROM other.u", to), "100");
}

TEST_F(Connections, AnotherBackslashLineIsAnError) {
  const std::string database = server_->new_database();
  Deployment deployment(server_->url(database));
  deployment.add("a", "CREATE TABLE t (a INTEGER);\n\\connect other\nCREATE TABLE u (a INTEGER);");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 1);
  EXPECT_THAT(output, HasSubstr("a.sql:8:1: "));
  EXPECT_THAT(output, HasSubstr("\\connect"));
  EXPECT_EQ(server_->value("SELECT to_regclass('t') IS NULL", database), "t");
}

TEST_F(Connections, OwnTablesInASchemaOfTheirOwnWhateverTheSearchPath) {
  const std::string database = server_->new_database();
  server_->execute("CREATE SCHEMA \"Own s\"; CREATE SCHEMA app; ALTER DATABASE " + database +
                       " SET search_path = app",
                   database);
  Deployment deployment(server_->url(database), "version_table_schema = Own s\n");
  deployment.add("a", "CREATE TABLE t (a INTEGER);\nSET search_path = nowhere;");
  deployment.add("b", "CREATE TABLE u (a INTEGER);\nSET ROLE pg_monitor;");
  deployment.add("c", "CREATE TABLE v (a INTEGER);", "transaction:false");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(server_->value("SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY 1) FROM "
                           "(SELECT * FROM pg_tables WHERE schemaname IN ('app', 'Own s', 'public')"
                           " ORDER BY 1, 2) AS t",
                           database),
            "Own s.migrate_history Own s.migrate_journal Own s.migrate_version app.t app.u app.v");
}

TEST_F(Connections, NoticesAreShown) {
  EXPECT_THAT(reach("postgresql://postgres@127.0.0.1:" + port_ + "/postgres"),
              HasSubstr("postgres by 127.0.0.1"));
  const std::string database = server_->new_database();
  Deployment deployment(server_->url(database));
  deployment.add("a",
                 "DO $$ BEGIN RAISE WARNING 'mind %', 'this' USING HINT = 'and that'; END $$;");
  EXPECT_THAT(deployment.run({"upgrade"}).output,
              HasSubstr("WARNING:  mind this\n  hint: and that\n"));
}

}  // namespace
}  // namespace migrate::test
