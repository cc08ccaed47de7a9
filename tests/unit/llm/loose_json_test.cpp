// SPDX-License-Identifier: MIT
#include "loose_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "answer_text.hpp"

using namespace rustassistant::llm;
using Json = nlohmann::json;

namespace {

Json read(const std::string& text) {
  return Json::parse(answer_json(text), nullptr, false);
}

}  // namespace

TEST_CASE("bytes and escapes that no string may hold are replaced") {
  CHECK(repaired_json(R"({"a":"\ud83d"})") == R"({"a":"\ufffd"})");
  CHECK(repaired_json(R"({"a":"\ude00x"})") == R"({"a":"\ufffdx"})");
  CHECK(repaired_json(R"({"a":"\ud83d\ude00\\ud83d\u0041"})") == R"({"a":"\ud83d\ude00\\ud83d\u0041"})");
  CHECK(repaired_json(R"({"a":"\ud83d\ud83d\ude00"})") == R"({"a":"\ufffd\ud83d\ude00"})");
  CHECK(repaired_json("{\"a\":\"\xff\"}") == "{\"a\":\"\xef\xbf\xbd\"}");
  CHECK(repaired_json("{\n\"a\":\"x\ny\t\x01\"}") == "{\n\"a\":\"x\\ny\\t\\ufffd\"}");
  for (const char* text : {"", "\\", "\"\\", "\"\\u", "\"\\ud83d", "\"\\ud83d\\u12"}) {
    CAPTURE(text);
    CHECK_FALSE(Json::accept(repaired_json(text)));
  }
}

TEST_CASE("commas too many and the words of other languages are read as JSON has them") {
  CHECK(repaired_json("{\"a\":[1,2,\n],\"b\":\",}\",}") == "{\"a\":[1,2\n],\"b\":\",}\"}");
  CHECK(repaired_json("[NaN,-Infinity,None,True,False,true,1e5,\"None\"]") ==
        "[null,null,null,true,false,true,1e5,\"None\"]");
  CHECK_FALSE(Json::accept(repaired_json("{\"a\":,}")));
  CHECK_FALSE(Json::accept(repaired_json("[1,")));
}

TEST_CASE("JSON stays as it is, byte for byte") {
  for (const char* text :
       {R"({"a": "it's, \"so\": {x}, [y] // no /* comment */ # 'neither'", "b" : [ 1 , -2.5e+3,.0 ] })", R"("a 'b' c")",
        R"({"a":"","b":{},"c":[],"d":[[],{}],"e":"\\","f":"\\\"","g":"x:","h":"y }","i":"},"})",
        "{\"a\"\n:\t\"b\"\r\n,\"c\":null,\"d\":[true,false,\"None\"]}", "[\"a\",\"b\"]\n"}) {
    CAPTURE(text);
    if (Json::accept(text)) CHECK(repaired_json(text) == text);
  }
}

TEST_CASE("what models write in place of JSON is read as what it means") {
  const Json meant = {{"a", "it's"}, {"b", {1, nullptr, true}}};
  for (const char* text : {
           R"({'a': "it's", 'b': [1, None, True]})",
           R"({'a': 'it\'s', 'b': [1, None, True],})",
           R"({'a': 'it's', 'b': (1, None, True)})",
           R"({a: "it's", b: [1, null, true]})",
           "{\"a\": \"it's\"\n \"b\": [1,\n null\n true]}",
           "{// of a\n\"a\": \"it's\", # here\n/* and { */ \"b\": [+1, NaN, true, // last\n ]}",
           R"({u'a': u"it's", "b": [1.0, undefined, True]})",
           R"({"a": "it\x27s", "b": [1, nil, true]})",
           "Sure: {'a': \"it's\", 'b': [1, None, True]} - done",
           "```python\nresult = {'a': \"it's\", 'b': [1, None, True]}\n```",
           "```json5\n{a: 'it\\'s', b: [1, null, true]}\n```",
       }) {
    CAPTURE(text, answer_json(text));
    CHECK(read(text) == meant);
  }
}

TEST_CASE("numbers of other languages are read") {
  CHECK(read("{\"a\": [+1, .5, -.5, 5., 1_000, -3, 1e5, 2E-1]}") ==
        read("{\"a\": [1, 0.5, -0.5, 5.0, 1000, -3, 1e5, 0.2]}"));
  for (const char* word : {"NaN", "+NaN", "-NaN", "Infinity", "+Infinity", "-Infinity"})
    CHECK(read("{\"a\": " + std::string(word) + "}") == Json{{"a", nullptr}});
}

TEST_CASE("a quote within a string, and a backslash that escapes nothing, are meant as they stand") {
  CHECK(read(R"({"a": "the "b" of c", "d": 1})") == Json{{"a", "the \"b\" of c"}, {"d", 1}});
  CHECK(read("{\"a\": \"call f(\"x\", y)\", \"d\": 1}") == Json{{"a", "call f(\"x\", y)"}, {"d", 1}});
  CHECK(read(R"({"a": "\d+\.\w", "b": "C:\Users"})") == Json{{"a", "\\d+\\.\\w"}, {"b", "C:\\Users"}});
  CHECK(read(R"({'a': 'say "hi"'})") == Json{{"a", "say \"hi\""}});
  CHECK(read("{\"a\": \"x\\\ny\"}") == Json{{"a", "xy"}});
}

TEST_CASE("where a document ends is seen behind its strings and comments") {
  CHECK(after_json("{'a': '}'} x") == " x");
  CHECK(after_json("{\"a\": 1, // }\n} x") == " x");
  CHECK(after_json("[\"]\", 'it\\'s]'] x") == " x");
  CHECK(after_json("{} it's") == " it's");
  CHECK_FALSE(after_json("{'a': '}"));
  CHECK_FALSE(after_json("{ /* }"));
}

TEST_CASE("what is no JSON is not made some") {
  for (const char* text :
       {"{\"a\": \"b", "{'a': 1", "{a b}", "{\"a\" 1}", "[1, 2", "{\"a\":}", "hello", "{\"a\": x}"}) {
    CAPTURE(text, repaired_json(text));
    CHECK_FALSE(Json::accept(repaired_json(text)));
  }
}

TEST_CASE("text in which no string ends is read in linear time") {
  std::string text = "{\"a\": ";
  for (int i = 0; i < 200'000; ++i) text += "\"x y ";
  CHECK_FALSE(Json::accept(repaired_json(text)));
  CHECK_FALSE(after_json(text));
}
