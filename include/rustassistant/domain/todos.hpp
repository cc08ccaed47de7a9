// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/findings.hpp"

// The result of a `todos` analysis: the notes that people left in comments.
namespace rustassistant::domain {

enum class TodoTag : std::uint8_t { todo, fixme, hack, xxx, bug, note };

// "TODO", as it is written and shown.
[[nodiscard]] std::string_view name_of(TodoTag tag);
[[nodiscard]] std::optional<TodoTag> todo_tag_named(std::string_view name);

// Who wrote a line, as git tells.
struct LineOrigin {
  std::string author;  // empty: not committed yet
  UnixMillis written;  // by the author
  std::string commit;  // hex; empty: not committed yet
  std::int64_t age_days = 0;
};

struct Todo {
  TodoTag tag{};
  Severity priority{};
  std::string text;                  // what follows the tag; may be empty
  std::string owner;                 // "ada" of TODO(ada); may be empty
  std::vector<std::string> issues;   // "#12", "ABC-123" and URLs, in order
  Location location;                 // the lines of the note, and the item around them
  std::optional<LineOrigin> origin;  // of its first line; not content, so never stored
};

struct Todos {
  std::vector<Todo> items;  // by line
  bool judged = true;       // false: it is not known what a comment is in the file's language
};

// Reads a stored result. Error (provider): it does not match the schema.
[[nodiscard]] Result<Todos> parse_todos(std::string_view text);
// The form that is shown, with `path` as "file" of every location and with origins.
[[nodiscard]] nlohmann::ordered_json to_json(const Todos& todos, std::string_view path);
// The form that is stored: compact JSON without paths and origins.
[[nodiscard]] std::string serialise(const Todos& todos);

}  // namespace rustassistant::domain
