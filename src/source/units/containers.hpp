// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "parsed.hpp"

// What is split into its members.
namespace rustassistant::source {

struct Container {
  TSNode body{};        // its children are the members
  std::string place;    // what it adds to the place of its members; empty: nothing
  bool groups = false;  // its head says nothing of it but where the members belong
};

// The container that a statement is, behind `export`, decorators and the like; nothing where it is a unit by itself.
[[nodiscard]] std::optional<Container> container_in(TSNode statement, const ParsedText& parsed);

[[nodiscard]] bool is_import(TSNode node, const ParsedText& parsed);

}  // namespace rustassistant::source
