// SPDX-License-Identifier: MIT
#include "rustassistant/domain/todos.hpp"

#include <array>
#include <utility>

#include "json_reader.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "said_names.hpp"

namespace rustassistant::domain {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 6> kTags{"TODO", "FIXME", "HACK", "XXX", "BUG", "NOTE"};

Todo read_todo(const Reader& reader) {
  Todo todo;
  todo.tag = reader.word("tag", todo_tag_named);
  todo.priority = reader.word("priority", severity_meant);
  todo.text = reader.text("text", true);
  todo.owner = reader.text("owner", false);
  todo.issues = reader.texts("issues", false);
  if (const auto location = reader.object("location")) todo.location = read_location(*location);
  return todo;
}

OrderedJson todo_json(const Todo& todo, std::string_view path) {
  return {{"tag", name_of(todo.tag)}, {"priority", name_of(todo.priority)},
          {"text", todo.text},        {"owner", todo.owner},
          {"issues", todo.issues},    {"location", location_json(todo.location, path)}};
}

OrderedJson origin_json(const std::optional<LineOrigin>& origin) {
  if (!origin) return nullptr;
  const bool committed = !origin->commit.empty();
  return {{"author", committed ? OrderedJson(origin->author) : OrderedJson(nullptr)},
          {"written", committed ? OrderedJson(to_rfc3339(origin->written)) : OrderedJson(nullptr)},
          {"commit", committed ? OrderedJson(origin->commit) : OrderedJson(nullptr)},
          {"age_days", origin->age_days}};
}

OrderedJson document_of(OrderedJson todos, bool judged) {
  return {{"todos", std::move(todos)}, {"judged", judged}};
}

}  // namespace

std::string_view name_of(TodoTag tag) {
  return kTags.at(static_cast<std::size_t>(tag));
}

std::optional<TodoTag> todo_tag_named(std::string_view name) {
  for (std::size_t i = 0; i < kTags.size(); ++i) {
    if (kTags.at(i) == name) return static_cast<TodoTag>(i);
  }
  return std::nullopt;
}

Result<Todos> parse_todos(std::string_view text) {
  TRY_ASSIGN(const Json json, parse_result(text));
  std::optional<Error> problem;
  const Reader reader(json, "", problem);
  Todos todos;
  reader.each("todos", true, [&](const Json& item, const std::string& place) {
    todos.items.push_back(read_todo(Reader(item, place, problem)));
  });
  todos.judged = reader.truth("judged").value_or(true);
  if (problem) return tl::unexpected(std::move(*problem));
  return todos;
}

OrderedJson to_json(const Todos& todos, std::string_view path) {
  OrderedJson items = OrderedJson::array();
  for (const Todo& todo : todos.items) {
    OrderedJson item = todo_json(todo, path);
    item["origin"] = origin_json(todo.origin);
    items.push_back(std::move(item));
  }
  return document_of(std::move(items), todos.judged);
}

std::string serialise(const Todos& todos) {
  OrderedJson items = OrderedJson::array();
  for (const Todo& todo : todos.items) items.push_back(todo_json(todo, {}));
  return codec::dump_json(document_of(std::move(items), todos.judged), codec::JsonStyle::compact);
}

}  // namespace rustassistant::domain
