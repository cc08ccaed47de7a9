// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/packed_entry.hpp"
#include "rustassistant/legacy/entry.hpp"
#include "rustassistant/legacy/sources.hpp"

// Entries of the older tool as entries of ours.
namespace rustassistant::app {

struct LegacyAnswer {
  cache::Entry entry;
  bool provider_inferred = false;
  std::int64_t source_bytes = 0;
};

struct LegacyItem {
  std::string place;            // of the entry, for messages
  Result<LegacyAnswer> answer;  // or why it cannot be had
  cache::PackedEntry packed{};  // where it was prepared
};

// Who sells a model, by its name.
[[nodiscard]] domain::Provider provider_of_model(std::string_view model);

// What an entry is here. `type`: the folder it lay in, where it does not say; `modified`: when its file was last
// written. Error (input): no such type, or too large. Pure but for a file whose name does not tell its language.
[[nodiscard]] Result<LegacyAnswer> answer_of(legacy::Entry entry, const legacy::Tree& tree, const std::string& type,
                                             UnixMillis modified);

// Reads everything in the sources: a thread that walks, several that read and parse, and `take` called by the calling
// thread, in no certain order. Ends early, with what is under way, once `take` returns false or sys::stop_requested().
// Memory does not grow with the number of entries.
void read_legacy(std::span<const legacy::Source> sources, const std::function<LegacyItem(LegacyItem)>& prepare,
                 const std::function<bool(LegacyItem)>& take);

// How many entries there are, without reading them; those in databases are not counted.
[[nodiscard]] std::int64_t count_legacy(std::span<const legacy::Source> sources);

}  // namespace rustassistant::app
