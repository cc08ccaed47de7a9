// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "rustassistant/cache/file_facts.hpp"
#include "rustassistant/db/connection.hpp"

// The table file_dependencies.
namespace rustassistant::cache {

// Nothing where there are none of that version, or they are damaged.
[[nodiscard]] db::Outcome<std::optional<FileFacts>> find_facts(const db::Connection& connection,
                                                               const ContentHash& content, std::string_view language,
                                                               int version);
// In one transaction, in place of others of the same content and language. Those that nobody used for long leave.
[[nodiscard]] db::Outcome<bool> put_facts(const db::Connection& connection, std::span<const FileFacts> facts,
                                          std::int64_t today);
// Removes all of them.
[[nodiscard]] db::Outcome<void> forget_facts(const db::Connection& connection);
// How many cannot be read back; with `remove`, they are removed.
enum class RemoveDamaged : bool { no, yes };
[[nodiscard]] db::Outcome<std::int64_t> damaged_facts(const db::Connection& connection, RemoveDamaged remove);

}  // namespace rustassistant::cache
