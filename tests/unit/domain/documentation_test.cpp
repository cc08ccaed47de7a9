// SPDX-License-Identifier: MIT
#include "rustassistant/domain/documentation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;
using Json = nlohmann::ordered_json;

namespace {

Json whole() {
  return {{"purpose", "What it is for"},
          {"items",
           {{{"kind", "function"},
             {"name", "a::f"},
             {"signature", "fn f(x: u8)"},
             {"description", "Does it"},
             {"parameters", {{{"name", "x"}, {"description", "how often"}, {"verified", true}}}},
             {"returns", "nothing"},
             {"errors", {"never"}},
             {"examples", {"f(1)", "f(2)"}},
             {"location", {{"line_start", 3}, {"line_end", 5}, {"item_name", "f"}, {"verified", false}}}}}},
          {"judged", false}};
}

std::string fault(const Json& json) {
  const auto read = parse_documentation(json.dump());
  return read ? std::string() : read.error().what;
}

}  // namespace

TEST_CASE("documentation is read member by member, and stored as it was read") {
  const auto read = parse_documentation(whole().dump());
  REQUIRE(read);
  CHECK(serialise(*read) == whole().dump());
  CHECK(read->purpose == "What it is for");
  REQUIRE(read->items.size() == 1);
  const DocumentedItem& item = read->items.front();
  CHECK(item.errors == std::vector<std::string>{"never"});
  CHECK(item.examples == std::vector<std::string>{"f(1)", "f(2)"});
  CHECK(item.returns == "nothing");
  CHECK(item.parameters.front().verified == true);
  CHECK(item.location.line_end == 5);
  CHECK_FALSE(read->judged);
  CHECK(to_json(*read, "a.rs")["items"][0]["location"]["file"] == "a.rs");
}

TEST_CASE("of documentation a purpose, items, and each item's kind, name and description are needed") {
  for (const char* name : {"purpose", "items"}) {
    Json json = whole();
    json.erase(name);
    CAPTURE(name);
    CHECK(fault(json).find(name) != std::string::npos);
  }
  for (const char* name : {"kind", "name", "description"}) {
    Json json = whole();
    json["items"][0].erase(name);
    CAPTURE(name);
    CHECK(fault(json).find(name) != std::string::npos);
  }
  for (const char* name : {"signature", "parameters", "returns", "errors", "examples", "location"}) {
    Json json = whole();
    json["items"][0].erase(name);
    CAPTURE(name);
    CHECK(fault(json).empty());
  }
  Json json = whole();
  json.erase("judged");
  CHECK(parse_documentation(json.dump())->judged);
  json["items"][0]["parameters"][0].erase("description");
  CHECK(fault(json).empty());
  json["items"][0]["parameters"][0].erase("name");
  CHECK(fault(json).find("items[0].parameters[0].name") != std::string::npos);
}
