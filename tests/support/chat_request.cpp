// SPDX-License-Identifier: MIT
#include "support/chat_request.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace rustassistant::test {
namespace {

using Json = nlohmann::json;
using Words = std::set<std::string, std::less<>>;

constexpr std::size_t kMostSchemaDepth = 10;

bool one_of(const Json& value, const Words& words) {
  return value.is_string() && words.count(value.get_ref<const std::string&>()) == 1;
}

class Check {
 public:
  [[nodiscard]] std::vector<std::string> take_complaints() { return std::move(complaints_); }

  void expect(bool holds, std::string complaint) {
    if (!holds) complaints_.push_back(std::move(complaint));
  }

  // The members of an object: each known one passes its test, each required one is there, no other is.
  struct Member {
    bool required;
    std::function<void(const Json&)> test;
  };
  void object(const Json& value, const std::string& place, const std::map<std::string, Member>& members) {
    if (!value.is_object()) return expect(false, place + " is no object");
    for (const auto& [name, member] : value.items()) {
      const auto known = members.find(name);
      if (known == members.end()) {
        expect(false, place + " has the unknown member " + name);
      } else {
        known->second.test(member);
      }
    }
    for (const auto& [name, member] : members) {
      expect(!member.required || value.contains(name), place + " lacks " + name);
    }
  }

  void schema(const Json& node, const std::string& place, std::size_t depth) {
    static const Words kKeywords{"type",  "properties", "required", "additionalProperties",
                                 "items", "enum",       "anyOf",    "description"};
    if (!node.is_object()) return expect(false, place + " is no object");
    expect(depth <= kMostSchemaDepth, place + " is nested too deep");
    for (const auto& [keyword, value] : node.items()) {
      expect(kKeywords.count(keyword) == 1, place + " uses " + keyword + ", which strict mode does not take");
    }
    if (node.contains("anyOf")) {
      expect(depth > 0, "the schema's root is an anyOf");
      for (const Json& variant : node["anyOf"]) schema(variant, place + ".anyOf", depth + 1);
      return;
    }
    schema_type(node, place, depth);
  }

 private:
  void schema_type(const Json& node, const std::string& place, std::size_t depth) {
    static const Words kTypes{"object", "array", "string", "integer", "number", "boolean", "null"};
    const Json types = node.value("type", Json());
    const std::vector<Json> list = types.is_array() ? types.get<std::vector<Json>>() : std::vector<Json>{types};
    for (const Json& type : list) expect(one_of(type, kTypes), place + " has no valid type");
    expect(depth > 0 || types == "object", "the schema's root is no object");
    const bool is_object = std::find(list.begin(), list.end(), Json("object")) != list.end();
    const bool is_array = std::find(list.begin(), list.end(), Json("array")) != list.end();
    if (is_object) schema_object(node, place, depth);
    if (is_array) schema(node.value("items", Json()), place + "[]", depth + 1);
    if (node.contains("enum")) {
      const Json& values = node["enum"];
      expect(values.is_array() && !values.empty(), place + " has an empty enum");
      expect(std::set<Json>(values.begin(), values.end()).size() == values.size(),
             place + " has a repeated enum value");
    }
  }

  void schema_object(const Json& node, const std::string& place, std::size_t depth) {
    expect(node.value("additionalProperties", Json()) == Json(false), place + " allows additional properties");
    const Json properties = node.value("properties", Json::object());
    std::set<std::string> names;
    for (const auto& [name, property] : properties.items()) {
      names.insert(name);
      schema(property, place + "." + name, depth + 1);
    }
    const Json required = node.value("required", Json::array());
    const bool all = required.is_array() && std::all_of(required.begin(), required.end(), [&](const Json& name) {
                       return name.is_string() && names.count(name) == 1;
                     });
    expect(all && required.size() == names.size(), place + " does not require exactly its properties");
  }

  std::vector<std::string> complaints_;
};

std::string header(const ReceivedRequest& request, std::string_view name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

void check_envelope(Check& check, const ReceivedRequest& request, std::string_view key) {
  check.expect(request.method == "POST", "the method is " + request.method);
  const bool path_fits = request.path == "/chat/completions" || request.path == "/v1/chat/completions";
  check.expect(path_fits, "the path is " + request.path);
  check.expect(header(request, "content-type") == "application/json", "the content type is wrong");
  check.expect(header(request, "content-length") == std::to_string(request.body.size()), "the content length is wrong");
  const std::string authorization = key.empty() ? std::string() : "Bearer " + std::string(key);
  check.expect(header(request, "authorization") == authorization, "the authorization is wrong");
  static const Words kHeaders{"host",           "accept",     "accept-encoding", "content-type",
                              "content-length", "user-agent", "authorization"};
  for (const auto& [name, value] : request.headers) {
    check.expect(kHeaders.count(name) == 1, "there is an unexpected header " + name);
  }
}

bool is_reasoning_model(const Json& body) {
  const std::string model =
      body.is_object() && body.contains("model") && body["model"].is_string() ? body["model"] : "";
  return model.starts_with("o1") || model.starts_with("o3") || model.starts_with("o4") || model.starts_with("gpt-5");
}

void check_message(Check& check, const Json& message) {
  static const Words kRoles{"system", "user"};
  check.object(message, "a message",
               {{"role", {true, [&](const Json& v) { check.expect(one_of(v, kRoles), "a role is unknown"); }}},
                {"content", {true, [&](const Json& v) {
                               check.expect(v.is_string() && !v.get_ref<const std::string&>().empty(),
                                            "a message has no content");
                             }}}});
}

bool is_schema_name(const Json& value) {
  if (!value.is_string()) return false;
  const auto& name = value.get_ref<const std::string&>();
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

void check_response_format(Check& check, const Json& format) {
  const auto check_json_schema = [&](const Json& value) {
    check.object(value, "json_schema",
                 {{"name", {true, [&](const Json& v) { check.expect(is_schema_name(v), "the schema's name is bad"); }}},
                  {"strict", {true, [&](const Json& v) { check.expect(v == Json(true), "strict is not true"); }}},
                  {"schema", {true, [&](const Json& v) { check.schema(v, "schema", 0); }}}});
  };
  check.object(
      format, "response_format",
      {{"type", {true, [&](const Json& v) { check.expect(v == "json_schema", "its type is no json_schema"); }}},
       {"json_schema", {true, check_json_schema}}});
}

void check_messages(Check& check, const Json& messages) {
  check.expect(messages.is_array() && messages.size() == 2, "there are not two messages");
  if (!messages.is_array()) return;
  for (const Json& message : messages) check_message(check, message);
}

void check_body(Check& check, const Json& body, std::string_view provider) {
  const auto is_cap = [&](const Json& v) {
    check.expect(v.is_number_integer() && v > 0 && v <= 1'000'000, "the output cap is no sensible whole number");
  };
  std::map<std::string, Check::Member> members{
      {"model", {true, [&](const Json& v) { check.expect(v.is_string() && v != "", "the model is no name"); }}},
      {"messages", {true, [&](const Json& v) { check_messages(check, v); }}},
      {"response_format", {true, [&](const Json& v) { check_response_format(check, v); }}},
  };
  if (provider != "openai" || !is_reasoning_model(body)) {
    members["temperature"] = {false, [&](const Json& v) {
                                check.expect(v.is_number() && v >= 0 && v <= 2, "the temperature is out of range");
                              }};
  }
  if (provider == "openai-compatible") {
    members["max_tokens"] = {true, is_cap};
    members["stream"] = {true, [&](const Json& v) { check.expect(v == Json(false), "stream is not false"); }};
  } else {
    members["max_completion_tokens"] = {true, is_cap};
    static const Words kEfforts{"none", "minimal", "low", "medium", "high"};
    members["reasoning_effort"] = {
        false, [&](const Json& v) { check.expect(one_of(v, kEfforts), "the reasoning effort is unknown"); }};
  }
  check.object(body, "the body", members);
}

}  // namespace

std::vector<std::string> check_chat_request(const ReceivedRequest& request, std::string_view provider,
                                            std::string_view key) {
  Check check;
  check_envelope(check, request, key);
  const Json body = Json::parse(request.body, nullptr, false);
  check.expect(!body.is_discarded(), "the body is no JSON");
  if (!body.is_discarded()) check_body(check, body, provider);
  return check.take_complaints();
}

}  // namespace rustassistant::test
