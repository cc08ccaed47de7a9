// SPDX-License-Identifier: MIT
// Documents of notes and of reviews: each member is read, kept and written, and each that is needed is missed.
#include "rustassistant/domain/document.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

using DocumentJson = nlohmann::ordered_json;

DocumentJson whole_todos() {
  return DocumentJson::parse(R"({"todos":[{"tag":"FIXME","priority":"high","text":"soon","owner":"ada",
    "issues":["#12","ABC-1"],"location":{"line_start":3,"line_end":5,"item_name":"f","verified":true,
    "qualified_name":"A::f"}},{"tag":"NOTE","priority":"low","text":"","owner":"","issues":[],
    "location":{"line_start":9,"line_end":9,"item_name":""}}],"judged":false})");
}

DocumentJson whole_quality() {
  return DocumentJson::parse(R"({"summary":"S","findings":[{"category":"security","severity":"critical","title":"T",
    "description":"D","recommendation":"R","location":{"line_start":3,"line_end":5,"item_name":"f"}}],
    "measures":{"lines":1,"functions":2,"imports":3,"longest_function":4,"most_complex":5,"mean_complexity_tenths":6,
    "deepest_nesting":7},"hot_spots":[{"location":{"line_start":8,"line_end":11,"item_name":"g"},"lines":12,
    "complexity":13,"nesting":14,"parameters":15}],"judged":false,"unparsed":[{"line_start":16,"line_end":17}],
    "unparsed_share":0.25})");
}

std::string todos_fault(const DocumentJson& json) {
  const auto read = parse_todos(json.dump());
  if (!read) CHECK(read.error().code == Errc::provider);
  return read ? "" : read.error().what;
}

std::string quality_fault(const DocumentJson& json) {
  const auto read = parse_quality(json.dump());
  if (!read) CHECK(read.error().code == Errc::provider);
  return read ? "" : read.error().what;
}

}  // namespace

TEST_CASE("notes are stored as they were read, member by member") {
  const auto read = parse_todos(whole_todos().dump());
  REQUIRE(read);
  CHECK(serialise(*read) == whole_todos().dump());
  REQUIRE(read->items.size() == 2);
  const Todo& first = read->items.front();
  CHECK(first.tag == TodoTag::fixme);
  CHECK(first.priority == Severity::high);
  CHECK(first.text == "soon");
  CHECK(first.owner == "ada");
  CHECK(first.issues == std::vector<std::string>{"#12", "ABC-1"});
  CHECK(first.location.line_start == 3);
  CHECK(first.location.line_end == 5);
  CHECK_FALSE(first.origin);
  CHECK_FALSE(read->judged);
}

TEST_CASE("of notes a list is needed, and of each its tag, priority and text") {
  const std::pair<const char*, const char*> needed[] = {
      {"tag", "todos[1].tag: missing"}, {"priority", "todos[1].priority: missing"}, {"text", "todos[1].text: missing"}};
  for (const auto& [name, fault] : needed) {
    DocumentJson json = whole_todos();
    json["todos"][1].erase(name);
    CHECK(todos_fault(json) == fault);
    json["todos"][1][name] = 7;
    CHECK(todos_fault(json) == std::string("todos[1].") + name + ": expected a string");
  }
  for (const char* name : {"owner", "issues", "location"}) {
    DocumentJson json = whole_todos();
    json["todos"][0].erase(name);
    CAPTURE(name);
    CHECK(todos_fault(json).empty());
  }
  DocumentJson json = whole_todos();
  json.erase("judged");
  REQUIRE(parse_todos(json.dump()));
  CHECK(parse_todos(json.dump())->judged);
  json["judged"] = "no";
  CHECK(parse_todos(json.dump())->judged);
  json.erase("todos");
  CHECK(todos_fault(json) == "todos: missing");
  json = whole_todos();
  json["todos"][0]["tag"] = "todo";  // as it is written in comments, and no other way
  CHECK(todos_fault(json) == "todos[0].tag: unknown value 'todo'");
  CHECK_FALSE(parse_todos("{"));
}

TEST_CASE("every tag has its name") {
  const char* const names[] = {"TODO", "FIXME", "HACK", "XXX", "BUG", "NOTE"};
  for (int i = 0; i < 6; ++i) {
    CHECK(name_of(TodoTag(i)) == names[i]);
    CHECK(todo_tag_named(names[i]) == TodoTag(i));
  }
  CHECK_FALSE(todo_tag_named(""));
  CHECK_FALSE(todo_tag_named("TODOS"));
}

TEST_CASE("notes are shown with the path, and who wrote them when") {
  Todos todos = parse_todos(whole_todos().dump()).value();
  todos.items[0].origin = LineOrigin{"Ada", {1'795'262'400'000}, "0badcafe", 7};
  todos.items[1].origin = LineOrigin{"", {5}, "", 3};
  CHECK(
      to_json(todos, "a.rs").dump() ==
      R"({"todos":[{"tag":"FIXME","priority":"high","text":"soon","owner":"ada","issues":["#12","ABC-1"],)"
      R"("location":{"file":"a.rs","line_start":3,"line_end":5,"item_name":"f","verified":true,"qualified_name":"A::f"},)"
      R"("origin":{"author":"Ada","written":"2026-11-21T12:00:00Z","commit":"0badcafe","age_days":7}},)"
      R"({"tag":"NOTE","priority":"low","text":"","owner":"","issues":[],)"
      R"("location":{"file":"a.rs","line_start":9,"line_end":9,"item_name":""},)"
      R"("origin":{"author":null,"written":null,"commit":null,"age_days":3}}],"judged":false})");
  CHECK(serialise(todos) == whole_todos().dump());
  todos.items.resize(1);
  todos.items[0].origin.reset();
  todos.judged = true;
  const DocumentJson shown = to_json(todos, "");
  CHECK(shown["todos"][0]["origin"].is_null());
  CHECK(shown["judged"] == true);
}

TEST_CASE("a review is stored as it was read, member by member") {
  const auto read = parse_quality(whole_quality().dump());
  REQUIRE(read);
  CHECK(serialise(*read) == whole_quality().dump());
  const QualityFinding& finding = read->findings.at(0);
  CHECK(finding.category == QualityCategory::security);
  CHECK(finding.severity == Severity::critical);
  CHECK(finding.title == "T");
  CHECK(finding.description == "D");
  CHECK(finding.recommendation == "R");
  CHECK(finding.location.line_end == 5);
  const HotSpot& spot = read->hot_spots.at(0);
  CHECK(std::vector{spot.location.line_start, spot.lines, spot.complexity, spot.nesting, spot.parameters} ==
        std::vector{8, 12, 13, 14, 15});
  REQUIRE(read->measures);
  CHECK(std::vector{read->measures->lines, read->measures->functions, read->measures->imports, read->measures->longest,
                    read->measures->most_complex, read->measures->mean_complexity,
                    read->measures->deepest} == std::vector{1, 2, 3, 4, 5, 6, 7});
  const DocumentJson shown = to_json(*read, "a.rs");
  CHECK(shown["findings"][0]["location"]["file"] == "a.rs");
  CHECK(shown["hot_spots"][0]["location"]["file"] == "a.rs");
}

TEST_CASE("of a review a summary and findings are needed, and of each what it says") {
  for (const char* name : {"category", "severity", "title", "description"}) {
    DocumentJson json = whole_quality();
    json["findings"][0].erase(name);
    CHECK(quality_fault(json) == std::string("findings[0].") + name + ": missing");
  }
  for (const char* name : {"recommendation", "location"}) {
    DocumentJson json = whole_quality();
    json["findings"][0].erase(name);
    CHECK(quality_fault(json).empty());
  }
  for (const char* name : {"location", "lines", "complexity", "nesting", "parameters"}) {
    DocumentJson json = whole_quality();
    json["hot_spots"][0].erase(name);
    CHECK(quality_fault(json).empty());
  }
  for (const char* name : {"summary", "findings"}) {
    DocumentJson json = whole_quality();
    json.erase(name);
    CHECK(quality_fault(json) == std::string(name) + ": missing");
  }
  DocumentJson json = whole_quality();
  for (const char* name : {"measures", "hot_spots", "judged", "unparsed", "unparsed_share"}) json.erase(name);
  const auto read = parse_quality(json.dump());
  REQUIRE(read);
  CHECK(read->judged);
  CHECK_FALSE(read->measures);
  CHECK_FALSE(read->unparsed);
  CHECK(read->hot_spots.empty());
  json["measures"] = nullptr;
  json["hot_spots"] = DocumentJson::array();
  json["judged"] = true;
  CHECK(serialise(*read) == json.dump());
  json["measures"] = 5;
  CHECK(quality_fault(json) == "measures: expected an object");
  json = whole_quality();
  json["unparsed"][0] = 5;
  CHECK(quality_fault(json) == "unparsed[0]: expected an object");
}

TEST_CASE("every category has its name") {
  const char* const names[] = {"correctness", "security", "performance", "tests", "api"};
  for (int i = 0; i < 5; ++i) {
    CHECK(name_of(QualityCategory(i)) == names[i]);
    CHECK(quality_category_named(names[i]) == QualityCategory(i));
  }
  CHECK_FALSE(quality_category_named("Security"));
}

TEST_CASE("whether a document was judged, and what of it could not be parsed") {
  Analysis analysis;
  CHECK_FALSE(is_judged(analysis));
  analysis.complexity_score = 0;
  CHECK(is_judged(analysis));
  Documentation documentation;
  QualityReview review;
  Todos todos;
  for (const Document& document : {Document(documentation), Document(review), Document(todos)}) {
    CHECK(is_judged(document));
    CHECK(unparsed_in(document) == nullptr);
  }
  documentation.judged = review.judged = todos.judged = false;
  for (const Document& document : {Document(documentation), Document(review), Document(todos)})
    CHECK_FALSE(is_judged(document));
  analysis.unparsed = documentation.unparsed = review.unparsed = Unparsed{{{3, 4}}, 0.5};
  for (const Document& document : {Document(analysis), Document(documentation), Document(review)}) {
    REQUIRE(unparsed_in(document) != nullptr);
    CHECK(*unparsed_in(document) == Unparsed{{{3, 4}}, 0.5});
  }
}
