// SPDX-License-Identifier: MIT
#include <array>
#include <random>
#include <utility>

#include "cache_fixture.hpp"
#include "dictionaries.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/sql_recorder.hpp"

namespace rustassistant::cache {
namespace {

// Prose of a provider's that the built-in dictionary does not know.
Entry prose(int number) {
  static constexpr std::array<const char*, 12> kPhrases{
      "The handler swallows the error that the parser returned, so that callers see an empty list. ",
      "Consider a guard clause at the top, and move the happy path out of the nested branches. ",
      "This closure captures the whole connection although it needs nothing but its name. ",
      "Two loops over the same rows could be one; the second repeats the comparison of the first. ",
      "A budget of zero is taken for none at all, which is the opposite of what the caller means. ",
      "The temporary file is left behind when the rename fails. ",
      "Names of units are missing here: is the timeout in seconds or in milliseconds? ",
      "Splitting this module by the nouns it speaks of would shorten every one of its imports. ",
      "The retry does not wait, so that a busy server is asked a hundred times in a second. ",
      "An index is compared as signed and as unsigned; the first breaks on an empty list. ",
      "The comment promises an order that the map does not keep. ",
      "Tests touch the real clock, and fail once a year. "};
  std::mt19937 random(static_cast<unsigned>(number));
  Entry entry = entry_named("p" + std::to_string(number));
  entry.result = R"({"notes":")";
  for (int i = 0; i < 30; ++i) {
    entry.result += kPhrases.at(random() % kPhrases.size());
    entry.result += std::to_string(random());
  }
  entry.result += "\"}";
  return entry;
}

struct Optimizing : CacheFixture {
  void fill(int count) const {
    const auto cache = open();
    for (int i = 0; i < count; ++i) REQUIRE(cache->put(prose(i), Durability::cheap));
    REQUIRE(cache->close());
  }
  [[nodiscard]] Optimization optimize(int level = 9) const {
    const auto cache = open();
    const auto done = cache->optimize({level, {}});
    INFO((done ? "" : done.error().what));
    REQUIRE(done);
    REQUIRE(cache->close());
    return *done;
  }
  [[nodiscard]] std::int64_t number(const std::string& sql) const {
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(connection);
    auto query = connection->prepare(sql);
    REQUIRE(query);
    REQUIRE(*query->step());
    return query->integer(0);
  }
  void check_sound(int entries) const {
    const auto cache = open();
    const auto verified = cache->verify(Repair::no);
    REQUIRE(verified);
    CHECK(verified->problems.empty());
    CHECK(verified->entries == entries);
    for (int i = 0; i < entries; ++i) {
      const auto found = cache->find(prose(i).info.key);
      REQUIRE(found);
      REQUIRE(*found);
      REQUIRE((*found)->result == prose(i).result);
    }
  }
};

}  // namespace

TEST_CASE_METHOD(Optimizing, "results are compressed with the built-in dictionary from the first one on") {
  fill(1);
  CHECK(number("SELECT dictionary FROM blob") == builtin_dictionary()->id());
  const DictionaryInfo dictionary = open()->statistics()->dictionary;
  CHECK(dictionary.builtin);
  CHECK(dictionary.samples == 0);
  CHECK(dictionary.created == UnixMillis{});
  check_sound(1);
}

TEST_CASE_METHOD(Optimizing, "optimising trains a dictionary, makes the cache smaller and changes nothing else") {
  fill(200);
  const auto before = find("p7");
  const auto was = open()->statistics();
  const auto file = std::filesystem::file_size(path());
  const Optimization done = optimize();
  CHECK_FALSE(done.interrupted);
  CHECK(done.trained);
  CHECK(done.rewritten == 200);
  CHECK(done.stored_bytes_before == was->total.stored_bytes);
  CHECK(done.stored_bytes_after < done.stored_bytes_before * 8 / 10);
  CHECK(std::filesystem::file_size(path()) < file);
  CHECK(number("SELECT count(DISTINCT dictionary) FROM blob") == 1);
  CHECK(number("SELECT count(*) FROM dictionary") == 1);  // the built-in one is not needed any more
  check_sound(200);

  const auto after = find("p7");
  REQUIRE(after);
  CHECK(after->info.id == before->info.id);
  CHECK(after->info.created == before->info.created);
  CHECK(after->info.last_accessed == before->info.last_accessed);
  CHECK(after->info.cost == before->info.cost);
  CHECK(after->info.raw_size == before->info.raw_size);
  const auto is = open()->statistics();
  CHECK(is->total.cost == was->total.cost);
  CHECK(is->total.raw_bytes == was->total.raw_bytes);
  CHECK(is->total.stored_bytes == done.stored_bytes_after);
  CHECK_FALSE(is->dictionary.builtin);
  CHECK(is->dictionary.samples == 100);
  // What is stored from now on uses it.
  store(prose(200));
  CHECK(number("SELECT dictionary FROM blob ORDER BY id DESC LIMIT 1") == is->dictionary.id);
}

TEST_CASE_METHOD(Optimizing, "optimising again leaves everything as it is") {
  fill(200);
  static_cast<void>(optimize());
  const Optimization again = optimize();
  CHECK(again.rewritten == 0);
  CHECK_FALSE(again.trained);
  CHECK_FALSE(again.resumed);
  check_sound(200);
}

TEST_CASE_METHOD(Optimizing, "an optimisation that was interrupted goes on where it stopped") {
  fill(250);
  static_cast<void>(optimize(1));
  {
    // As a process leaves it that was killed after its first batch: the row is that of a second one of another level.
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(connection->execute("INSERT INTO optimization SELECT 1, id, 9, 100, 250 FROM dictionary"));
  }
  const Optimization done = optimize();
  CHECK(done.resumed);
  CHECK_FALSE(done.interrupted);
  CHECK(done.entries == 150);
  CHECK(number("SELECT count(*) FROM optimization") == 0);
  check_sound(250);
}

TEST_CASE_METHOD(Optimizing, "an optimisation towards a dictionary that is gone begins again") {
  fill(60);
  {
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(connection->execute("INSERT INTO optimization VALUES (1, 4711, 9, 10, 60)"));
  }
  const Optimization done = optimize();
  CHECK_FALSE(done.resumed);
  CHECK(done.entries == 60);
  CHECK(number("SELECT count(*) FROM optimization") == 0);
  check_sound(60);
}

TEST_CASE_METHOD(Optimizing, "who read the old dictionary before it was removed still stores what can be read") {
  fill(200);
  const auto early = open();
  const auto compressor = early->compressor();
  REQUIRE(compressor);
  CHECK(optimize().trained);
  CHECK(number("SELECT count(*) FROM dictionary") == 1);
  const PackedEntry packed = pack(prose(200).info, prose(200).result, **compressor);
  REQUIRE(early->import(std::array{packed}));
  REQUIRE(early->close());
  CHECK(number("SELECT count(*) FROM dictionary") == 2);
  CHECK_FALSE(open()->statistics()->dictionary.builtin);
  check_sound(201);
}

TEST_CASE_METHOD(Optimizing, "a lost dictionary costs the entries that need it, and no more") {
  fill(200);
  static_cast<void>(optimize());
  {
    const auto connection = db::Connection::open(path(), {});
    const char* damage = GENERATE("DELETE FROM dictionary", "UPDATE dictionary SET data = zeroblob(100)");
    REQUIRE(connection->execute(damage));
  }
  store(entry_named("other"));
  CHECK_FALSE(find("p7"));
  CHECK(find("other"));
  const auto verified = open()->verify(Repair::yes);
  REQUIRE(verified);
  CHECK(verified->problems.size() == 199);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(Optimizing, "an empty cache, and none at all, are optimised at once") {
  CHECK(open()->optimize({})->entries == 0);
  fill(0);
  store(prose(0));
  REQUIRE(open()->clear({}, DryRun::no));
  CHECK_FALSE(optimize().interrupted);
}

TEST_CASE_METHOD(Optimizing, "two that optimize at once lose no document, whichever begins between the other's steps") {
  fill(150);
  const int at_call = GENERATE(1, 2, 3);  // of the first one's progress: before its first batch, after it, at its end
  const auto first = open();
  int calls = 0;
  OptimizeRequest request;
  request.level = 9;
  request.progress = [&](std::int64_t, std::int64_t) {
    if (++calls != at_call) return;
    // Its dictionary is trained on more, so that it is another one.
    const auto second = open();
    for (int i = 150; i < 300; ++i) REQUIRE(second->put(prose(i), Durability::cheap));
    OptimizeRequest other;
    other.level = 5;
    REQUIRE(second->optimize(other));
    REQUIRE(second->close());
  };
  REQUIRE(first->optimize(request));
  REQUIRE(first->close());
  CHECK(calls >= at_call);
  check_sound(300);
}

TEST_CASE_METHOD(Optimizing, "one that lost its place to another leaves the other's dictionary alone") {
  fill(150);
  const auto first = open();
  bool begun = false;
  OptimizeRequest request;
  request.progress = [&](std::int64_t, std::int64_t) {
    if (std::exchange(begun, true)) return;
    // As a second one does when it begins with a dictionary of its own.
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(
        connection->execute("INSERT INTO dictionary (id, created, samples, data) VALUES (4242, 1, 1, x'00');"
                            "INSERT OR REPLACE INTO optimization (id, dictionary, level, above, until) "
                            "VALUES (1, 4242, 5, 0, 1000)"));
  };
  REQUIRE(first->optimize(request));
  REQUIRE(first->close());
  CHECK(number("SELECT count(*) FROM dictionary WHERE id = 4242") == 1);
  CHECK(number("SELECT dictionary FROM optimization") == 4242);
}

TEST_CASE_METHOD(Optimizing, "a dictionary that a document needs since it was looked for stays") {
  fill(150);
  static_cast<void>(optimize());
  {
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(connection->execute("INSERT INTO dictionary (id, created, samples, data) VALUES (4242, 0, 1, x'00')"));
  }
  test::SqlRecorder recorder;
  const auto cache = open();
  bool stored = false;
  recorder.on_statement([&](std::string_view sql) {
    // The search came to its end; the removal begins with the next transaction.
    if (sql != "BEGIN IMMEDIATE" || stored ||
        recorder.statements().count("SELECT 1 FROM blob WHERE id > ?2 AND dictionary = ?1 LIMIT 1") == 0)
      return;
    stored = true;
    const auto other = db::Connection::open(path(), {});
    REQUIRE(other->execute("INSERT INTO blob (dictionary, digest, data) VALUES (4242, x'00', x'00')"));
  });
  REQUIRE(cache->optimize({9, {}}));
  recorder.on_statement(nullptr);
  CHECK(stored);
  CHECK(number("SELECT count(*) FROM dictionary WHERE id = 4242") == 1);
}

}  // namespace rustassistant::cache
