// SPDX-License-Identifier: MIT
#include "rustassistant/app/migrate.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "app_world.hpp"
#include "rustassistant/db/connection.hpp"

// A whole migration: what is taken from where, counted, backed up and compared.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoAnswers = "no answers of the older tool were found";

// A folder of the older tool, a home, and an empty folder to work in.
class Move {
 public:
  Move() : before_(fs::current_path()) {
    variables["RUSTASSISTANT_HOME"] = (folder.path() / "home").string();
    fs::create_directories(folder.path() / "here");
    fs::current_path(folder.path() / "here");
    request.sources = {source};
    request.destination = (folder.path() / "new/cache.db").string();
    fs::create_directories(folder.path() / "new");
  }
  ~Move() { fs::current_path(before_); }
  Move(const Move&) = delete;
  Move& operator=(const Move&) = delete;

  // An answer about a file of its own name; returns where it lies.
  std::string put(const std::string& name, const std::string& minute = "03:00", const std::string& provider = "xai") {
    nlohmann::json json = {{"file_path", "src/" + name.substr(0, 1) + ".rs"},
                           {"file_hash", std::string(64, name.front())},
                           {"analyzed_at", "2026-02-04T" + minute + ":00+00:00"},
                           {"model", "grok-beta"},
                           {"result", {{"code_smells", nlohmann::json::array()}, {"complexity_score", 50.0}}},
                           {"tokens_used", 1000},
                           {"cache_type", "refactor"}};
    if (!provider.empty()) json["provider"] = provider;
    return folder.write("old/0123abcd/cache/refactor/" + name + ".json", json.dump());
  }
  void database(const std::string& path, const std::string& sql) {
    fs::create_directories(fs::path(path).parent_path());
    const auto connection = db::Connection::open(
        path, {db::OpenMode::create, std::chrono::milliseconds(100), db::Synchronous::normal, db::Journal::rollback});
    REQUIRE(connection);
    REQUIRE(connection->execute(sql));
  }
  Result<Migration> run() {
    const sys::Environment environment(variables);
    const Services services{clock, transport, environment,
                            [this](const std::string& text) { warnings.push_back(text); }};
    reports.clear();
    return migrate(request, loaded, services, [this](const MigrationProgress& progress) {
      reports.push_back(progress.doing + " " + std::to_string(progress.done) + "/" + std::to_string(progress.total));
    });
  }

  test::TemporaryFolder folder;
  std::string source = (folder.path() / "old").string();
  test::FakeClock clock;
  test::FakeTransport transport{{}};
  sys::Variables variables;
  config::Loaded loaded;
  MigrateRequest request;
  std::vector<std::string> warnings;
  std::vector<std::string> reports;

 private:
  fs::path before_;
};

}  // namespace

TEST_CASE_METHOD(Move, "a migration counts what it brings in, and doing it again changes nothing") {
  put("a");
  put("b");
  put("c", "03:00", "");
  request.backup = true;
  request.verify = true;
  const auto first = run();
  REQUIRE(first);
  CHECK(first->destination == *request.destination);
  CHECK(first->total == 3);
  CHECK(first->migrated == 3);
  CHECK(first->already_present == 0);
  CHECK(first->superseded == 0);
  CHECK(first->failures.empty());
  CHECK(first->inferred_providers == 1);
  CHECK(first->older_prompts == 3);
  CHECK(first->verified == 3);
  CHECK(first->all_verified);
  CHECK(first->source_bytes > first->stored_bytes);
  CHECK(first->stored_bytes > 0);
  CHECK(first->destination_bytes == static_cast<std::int64_t>(fs::file_size(*request.destination)));
  REQUIRE(first->sources.size() == 1);
  CHECK(first->sources[0].path == source);
  CHECK(first->sources[0].backup == source + ".backup");
  CHECK(first->sources[0].backup_made);
  CHECK(fs::exists(source + ".backup/0123abcd/cache/refactor/a.json"));
  CHECK(reports == std::vector<std::string>{"backing up 0/0"});

  const auto again = run();
  REQUIRE(again);
  CHECK(again->total == 3);
  CHECK(again->migrated == 0);
  CHECK(again->already_present == 3);
  CHECK(again->all_verified);
  CHECK_FALSE(again->sources[0].backup_made);
  CHECK(again->will_hit == first->will_hit);
}

TEST_CASE_METHOD(Move, "a dry run counts the same, and writes nothing") {
  put("a");
  request.backup = true;
  request.verify = true;
  request.dry_run = true;
  const auto dry = run();
  REQUIRE(dry);
  CHECK(dry->migrated == 1);
  CHECK(dry->verified == 0);
  CHECK_FALSE(dry->all_verified);
  CHECK(dry->sources[0].backup.empty());
  CHECK_FALSE(fs::exists(source + ".backup"));
  CHECK_FALSE(fs::exists(folder.path() / "home/migrated.json"));
  request.backup = request.verify = request.dry_run = false;
  CHECK(run()->migrated == 1);
  CHECK(fs::exists(folder.path() / "home/migrated.json"));
  CHECK_FALSE(fs::exists(source + ".backup"));
}

TEST_CASE_METHOD(Move,
                 "of two answers to one question the newer one stays, and what cannot be read is told by its path") {
  put("a1", "03:00");
  put("a2", "04:00");
  folder.write("old/0123abcd/cache/refactor/z.json", "no answer");
  folder.write("old/0123abcd/cache/docs/y.json", "no answer");
  request.verify = true;
  const auto done = run();
  REQUIRE(done);
  CHECK(done->total == 4);
  CHECK(done->migrated + done->superseded == 2);
  CHECK(done->superseded == 1);
  CHECK(done->verified == 2);
  CHECK(done->all_verified);
  REQUIRE(done->failures.size() == 2);
  CHECK(done->failures[0].path.ends_with("docs/y.json"));
  CHECK(done->failures[1].path.ends_with("refactor/z.json"));
  CHECK(run()->superseded == 1);
}

TEST_CASE_METHOD(Move, "progress is told every 64 answers, of all that there are") {
  for (int i = 0; i < 65; ++i) put(std::string(1, static_cast<char>('a' + i % 6)) + std::to_string(i));
  request.verify = true;
  REQUIRE(run());
  CHECK(reports == std::vector<std::string>{"migrating 64/65", "verifying 64/65"});
}

TEST_CASE_METHOD(Move, "sources are those that are named and those below a folder, each once; else the usual ones") {
  put("a");
  folder.write("work/project/.rustassistant/cache/refactor/b.json", "{}");
  fs::copy_file(source + "/0123abcd/cache/refactor/a.json",
                folder.path() / "work/project/.rustassistant/cache/refactor/b.json",
                fs::copy_options::overwrite_existing);
  request.sources = {source, source};
  CHECK(run()->total == 1);
  request.all_under = (folder.path() / "work").string();
  const auto both = run();
  REQUIRE(both);
  CHECK(both->total == 2);
  REQUIRE(both->sources.size() == 2);
  CHECK(both->sources[0].path < both->sources[1].path);
  request.sources.clear();
  CHECK(run()->total == 1);

  const auto refusal = [&] {
    const auto done = run();
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::input);
    return done.error().what;
  };
  request.all_under = (folder.path() / "here").string();
  CHECK(refusal() == kNoAnswers);
  request.all_under.reset();
  CHECK(refusal() == kNoAnswers);
  request.sources = {source, (folder.path() / "here").string()};
  CHECK(refusal() == "'" + (folder.path() / "here").string() + "' holds no answers of the older tool");
}

TEST_CASE_METHOD(Move,
                 "calls that the older tool noted come into the ledger once; those that cannot be read are told") {
  put("a");
  const std::string path = source + "/budget.db";
  database(path,
           "CREATE TABLE token_usage (id INTEGER PRIMARY KEY, timestamp INTEGER, repo_id TEXT, file_path TEXT, "
           "analysis_type TEXT, input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, cost_usd REAL);"
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501) INSERT INTO token_usage "
           "SELECT i, 1769940000 + i, '0123abcd', 'a.rs', 'docs', 10, 20, 30, 0.5 FROM n;"
           "INSERT INTO token_usage VALUES (502, 'whenever', '0123abcd', 'a.rs', 'docs', 10, 20, 30, 0.5);"
           "INSERT INTO token_usage VALUES (503, 1995262400, '0123abcd', 'a.rs', 'docs', 10, 20, 30, 0.5);");
  request.dry_run = true;
  CHECK(run()->usage_rows == 0);
  request.dry_run = false;
  const auto done = run();
  REQUIRE(done);
  CHECK(done->usage_rows == 501);
  REQUIRE(done->usage_failures.size() == 2);
  CHECK(done->usage_failures[0].path == path + ", row 502 of token_usage");
  CHECK(done->usage_failures[1].path == path + ", row 503 of token_usage");
  CHECK(run()->usage_rows == 0);
}

TEST_CASE("what reads back from the cache is compared with what was brought in, figure by figure") {
  LegacyAnswer answer;
  answer.result = "{}";
  answer.info.created = {1'000};
  answer.info.usage = domain::Usage{10, 0, 0, 20, 0};
  answer.info.cost = NanoUsd{5};
  const auto told = [&](void (*change)(cache::Entry&)) {
    cache::Entry stored{answer.info, answer.result};
    stored.info.raw_size = 2;
    change(stored);
    return difference_from(answer, stored);
  };
  CHECK(told([](cache::Entry&) {}).empty());
  CHECK(told([](cache::Entry& stored) { stored.info.created = {1'001}, stored.info.cost.reset(); }).empty());
  CHECK(told([](cache::Entry& stored) { stored.info.created = {999}; }) == "an older answer is stored in its place");
  CHECK(told([](cache::Entry& stored) { stored.result = "{ }", stored.info.cost.reset(); }).empty());
  CHECK(told([](cache::Entry& stored) { stored.info.usage->input = 11; }) == "its tokens differ");
  CHECK(told([](cache::Entry& stored) { stored.info.usage->output = 21; }) == "its tokens differ");
  CHECK(told([](cache::Entry& stored) { stored.info.usage.reset(); }) == "its tokens differ");
  CHECK(told([](cache::Entry& stored) { stored.info.cost = NanoUsd{6}; }) == "its cost differs");
  CHECK(told([](cache::Entry& stored) { stored.info.raw_size = 3; }) == "its size differs");
  CHECK(difference_from(answer, std::nullopt) == "it cannot be read back from the cache");
  answer.info.usage.reset();
  CHECK(told([](cache::Entry&) {}).empty());
  CHECK(told([](cache::Entry& stored) { stored.info.usage = domain::Usage{0, 0, 0, 0, 0}; }) == "its tokens differ");
}

TEST_CASE("obstacles have names") {
  CHECK(name_of(ObstacleKind::none) == "none");
  CHECK(name_of(ObstacleKind::type) == "type");
  CHECK(name_of(ObstacleKind::prompt) == "prompt");
  CHECK(name_of(ObstacleKind::options) == "options");
  CHECK(name_of(ObstacleKind::model) == "model");
}

}  // namespace rustassistant::app
