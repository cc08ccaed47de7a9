// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/legacy/entry.hpp"
#include "rustassistant/legacy/sources.hpp"

// Entries of the older tool as entries of ours.
namespace rustassistant::app {

// The schema version of all answers of the older tool. Of a type with another one, none of them hits.
inline constexpr std::string_view kOlderSchemaVersion = "1";

struct LegacyAnswer {
  cache::EntryInfo info;
  std::string result;
  bool provider_inferred = false;
  bool older_prompt = false;  // it names no prompt, or one of the older tool's own: taken as made by today's
};

// Who sells a model, by its name.
[[nodiscard]] domain::Provider provider_of_model(std::string_view model);

// A path as a repository's files are named: within it where it is, without "./", "//" and "x/..".
[[nodiscard]] std::string path_within(const std::string& path, const std::string& repository);

// What an entry is here. `type`: the folder it lay in, where it does not say; `modified`: when its file was last
// written. Error (input): no such type, or too large. Pure but for a file whose name does not tell its language.
[[nodiscard]] Result<LegacyAnswer> answer_of(legacy::Entry entry, const legacy::Tree& tree, const std::string& type,
                                             UnixMillis modified);

// What is wrong with an answer as it reads back from the cache, where a newer one may have taken its place; empty:
// nothing. Pure.
[[nodiscard]] std::string difference_from(const LegacyAnswer& source, const std::optional<cache::Entry>& stored);

}  // namespace rustassistant::app
