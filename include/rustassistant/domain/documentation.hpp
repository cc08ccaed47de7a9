// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/findings.hpp"

// The result of a `docs` analysis: what a file offers to others.
namespace rustassistant::domain {

struct DocumentedParameter {
  std::string name;
  std::string description;       // may be empty
  std::optional<bool> verified;  // whether the signature has it; nothing until checked
};

struct DocumentedItem {
  std::string kind;       // "function", "class", …
  std::string name;       // qualified, as in the file
  std::string signature;  // as in the file; of an item that does not exist, as the answer has it
  std::string description;
  std::vector<DocumentedParameter> parameters;
  std::string returns;  // may be empty
  std::vector<std::string> errors;
  std::vector<std::string> examples;  // code
  Location location;                  // `verified`: whether the file has the item
};

struct Documentation {
  std::string purpose;  // of the file; may be empty
  std::vector<DocumentedItem> items;
  bool judged = true;                // false: no model answered, and the language has no grammar
  std::optional<Unparsed> unparsed;  // nothing until checked, and where the language has no grammar
};

// Reads a result from outside. Error (provider): it does not match the schema.
[[nodiscard]] Result<Documentation> parse_documentation(std::string_view text);
// As JSON; with `path` as "file" of every location, unless that is empty.
[[nodiscard]] nlohmann::ordered_json to_json(const Documentation& documentation, std::string_view path = {});
// The form that is stored: compact JSON without paths.
[[nodiscard]] std::string serialise(const Documentation& documentation);

}  // namespace rustassistant::domain
