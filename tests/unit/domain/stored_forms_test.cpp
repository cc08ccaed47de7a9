// SPDX-License-Identifier: MIT
// What is stored or said by name is read back as it was, member by member; what is not sound is refused.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/file_units.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/reuse.hpp"
#include "rustassistant/domain/todos.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

EarlierReview remembered_review() {
  EarlierReview review;
  FileUnit head;
  head.lines = {3, 4};
  head.tail = {19, 20};
  head.head = {4, 5};
  head.hash = "aa01";
  head.head_hash = "bb02";
  head.names = {"Outer", "outer"};
  head.bytes = 101;
  FileUnit member;
  member.lines = {6, 9};
  member.head = {7, 8};
  member.hash = "cc03";
  member.head_hash = "dd04";
  member.names = {"inner"};
  member.container = 0;
  member.bytes = 202;
  member.is_function = true;
  FileUnit last;
  last.lines = {22, 22};
  last.hash = "ee05";
  review.file.units = {head, member, last};
  review.file.imports = {{{1, 2}, "ff06", {"a", "b"}}};
  review.sent_since_whole = 303;
  review.whole_cost = NanoUsd{404};
  review.whole_bytes = 505;
  return review;
}

std::string refusal_of(const EarlierReview& review) {
  const auto read = parse_earlier_review(serialise(review));
  return read ? "" : read.error().what;
}

}  // namespace

TEST_CASE("what is remembered of a review is read back as it was") {
  const EarlierReview written = remembered_review();
  CHECK(serialise(written) ==
        R"({"imports":[[1,2,"ff06",["a","b"]]],"sent":303,"units":[)"
        R"([3,4,19,20,4,5,"aa01","bb02",["Outer","outer"],null,101,false],)"
        R"([6,9,0,0,7,8,"cc03","dd04",["inner"],0,202,true],)"
        R"([22,22,0,0,0,0,"ee05","",[],null,0,false]],"version":1,"whole_bytes":505,"whole_cost":404})");
  const auto read = parse_earlier_review(serialise(written));
  REQUIRE(read);
  CHECK(read->file == written.file);
  CHECK(read->sent_since_whole == 303);
  CHECK(read->whole_cost == NanoUsd{404});
  CHECK(read->whole_bytes == 505);
  CHECK(bytes_of(read->file) == 303);
  EarlierReview unknown = written;
  unknown.whole_cost.reset();
  CHECK_FALSE(parse_earlier_review(serialise(unknown))->whole_cost);
}

TEST_CASE("units that cannot be are refused") {
  const auto changed = [](const auto& change) {
    EarlierReview review = remembered_review();
    change(review.file.units);
    return refusal_of(review);
  };
  using Units = std::vector<FileUnit>;
  CHECK(changed([](Units&) {}).empty());
  CHECK(changed([](Units& units) { units[0].lines = {1, 1}; }).empty());
  CHECK(changed([](Units& units) { units[1].lines = {5, 5}; }).empty());
  CHECK(changed([](Units& units) { units[0].bytes = 0; }).empty());
  const std::string overlap = "units that overlap";
  CHECK(changed([](Units& units) { units[0].lines = {0, 1}; }) == overlap);
  CHECK(changed([](Units& units) { units[1].lines = {4, 9}; }) == overlap);
  CHECK(changed([](Units& units) { units[2].lines = {22, 21}; }) == overlap);
  CHECK(changed([](Units& units) { units[1].bytes = -1; }) == overlap);
  CHECK(changed([](Units& units) { units[0].tail = {20, 19}; }) == overlap);
  CHECK(changed([](Units& units) { units[0].tail = {-1, 19}; }) == overlap);
  CHECK(changed([](Units& units) { units[1].container = 1; }) == overlap);
  CHECK(changed([](Units& units) { units[0].container = 2; }) == overlap);
  nlohmann::json other = nlohmann::json::parse(serialise(remembered_review()));
  other["version"] = 2;
  const auto refused = parse_earlier_review(other.dump());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == "units of another version");
  CHECK(refused.error().code == Errc::storage);
  other.erase("version");
  CHECK_FALSE(parse_earlier_review(other.dump()));
  CHECK_FALSE(parse_earlier_review("{"));
}

TEST_CASE("a line is in a unit by its lines, or by the tail that closes it or what is around it") {
  const FileUnits file = remembered_review().file;
  const std::vector<std::optional<std::size_t>> units{{}, {}, {}, 0U, 0U, {}, 1U, 1U, 1U, 1U, {}, {},
                                                      {}, {}, {}, {}, {}, {}, {}, 0U, 0U, {}, 2U, {}};
  for (std::size_t line = 0; line < units.size(); ++line) {
    CAPTURE(line);
    CHECK(unit_at(file, static_cast<int>(line)) == units[line]);
  }
}

TEST_CASE("notes are read back as they were, and judged unless it is said otherwise") {
  Todos todos;
  Todo note;
  note.tag = TodoTag::hack;
  note.priority = Severity::high;
  note.text = "mend it";
  note.owner = "ada";
  note.issues = {"#12", "ABC-123"};
  note.location.line_start = 7;
  note.location.line_end = 9;
  note.location.item_name = "f";
  todos.items = {note};
  const auto read = parse_todos(serialise(todos));
  REQUIRE(read);
  REQUIRE(read->items.size() == 1);
  const Todo& back = read->items[0];
  CHECK(back.tag == note.tag);
  CHECK(back.priority == note.priority);
  CHECK(back.text == note.text);
  CHECK(back.owner == note.owner);
  CHECK(back.issues == note.issues);
  CHECK(back.location.line_start == 7);
  CHECK(back.location.line_end == 9);
  CHECK(back.location.item_name == "f");
  CHECK(read->judged);
  todos.judged = false;
  CHECK_FALSE(parse_todos(serialise(todos))->judged);
  CHECK(parse_todos(R"({"todos":[]})")->judged);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto tag = static_cast<TodoTag>(i);
    CHECK(todo_tag_named(name_of(tag)) == tag);
  }
  CHECK_FALSE(todo_tag_named(""));
  CHECK_FALSE(todo_tag_named("todo"));
}

TEST_CASE("the origin of a note is shown, and not where it is not committed") {
  Todos todos;
  todos.items.resize(3);
  todos.items[1].origin = LineOrigin{"Ada", UnixMillis{1'795'262'400'000}, "c0ffee", 5};
  todos.items[2].origin = LineOrigin{"", UnixMillis{0}, "", 0};
  const auto json = to_json(todos, "a.c");
  CHECK(json["todos"][0]["location"]["file"] == "a.c");
  CHECK(json["todos"][0]["origin"].is_null());
  CHECK(json["todos"][1]["origin"].dump() ==
        R"({"author":"Ada","written":"2026-11-21T12:00:00Z","commit":"c0ffee","age_days":5})");
  CHECK(json["todos"][2]["origin"].dump() == R"({"author":null,"written":null,"commit":null,"age_days":0})");
}

TEST_CASE("names are those of settings and documents, and no others are known") {
  const std::vector<std::pair<Provider, std::string>> providers{
      {Provider::builtin, "builtin"}, {Provider::xai, "xai"},
      {Provider::openai, "openai"},   {Provider::anthropic, "anthropic"},
      {Provider::google, "google"},   {Provider::openai_compatible, "openai-compatible"}};
  for (const auto& [provider, name] : providers) {
    CHECK(name_of(provider) == name);
    CHECK(provider_named(name) == provider);
  }
  const std::vector<std::pair<AnalysisType, std::string>> types{{AnalysisType::refactor, "refactor"},
                                                                {AnalysisType::docs, "docs"},
                                                                {AnalysisType::analysis, "analysis"},
                                                                {AnalysisType::todos, "todos"}};
  for (const auto& [type, name] : types) {
    CHECK(name_of(type) == name);
    CHECK(analysis_type_named(name) == type);
    CHECK(call_type_named(name) == type);
  }
  CHECK(name_of(AnalysisType::embeddings) == "embeddings");
  CHECK_FALSE(analysis_type_named("embeddings"));
  CHECK(call_type_named("embeddings") == AnalysisType::embeddings);
  const std::vector<std::pair<SchemaMode, std::string>> modes{
      {SchemaMode::json_schema, "json_schema"}, {SchemaMode::json_object, "json_object"}, {SchemaMode::none, "none"}};
  for (const auto& [mode, name] : modes) {
    CHECK(name_of(mode) == name);
    CHECK(schema_mode_named(name) == mode);
  }
  for (const char* name : {"", " ", "Builtin", "refactors", "json"}) {
    CAPTURE(name);
    CHECK_FALSE(provider_named(name));
    CHECK_FALSE(analysis_type_named(name));
    CHECK_FALSE(call_type_named(name));
    CHECK_FALSE(schema_mode_named(name));
  }
}

TEST_CASE("an answer that was put together says of the whole file what its suggestions come to") {
  Analysis measured;
  measured.complexity_score = 31;
  measured.maintainability_score = 62;
  measured.unparsed.emplace();
  Analysis assembled;
  assembled.priorities = {"of before"};
  assembled.estimated_effort = Effort::large;
  summarize(assembled, measured);
  CHECK(assembled.complexity_score == 31);
  CHECK(assembled.maintainability_score == 62);
  CHECK(assembled.unparsed.has_value());
  CHECK(assembled.priorities.empty());
  CHECK(assembled.estimated_effort == Effort::trivial);
  for (const char* title : {"one", "two", "three", "four"}) {
    Suggestion suggestion;
    suggestion.title = title;
    suggestion.effort = std::string(title) == "two" ? Effort::medium : Effort::small;
    assembled.suggestions.push_back(suggestion);
  }
  summarize(assembled, measured);
  CHECK(assembled.priorities == std::vector<std::string>{"one", "two", "three"});
  CHECK(assembled.estimated_effort == Effort::medium);
}
