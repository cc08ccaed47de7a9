// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/sys/environment.hpp"

// Where settings come from. Precedence: flag, variable, the ledger ([budget] alone, and not read here), the
// repository's file ([analysis] alone), the user's file, default.
namespace rustassistant::config {

enum class Source : std::uint8_t { standard, user_file, repository_file, ledger, variable, flag };

struct Origin {
  Source source = Source::standard;
  std::string where;  // file, variable or flag; empty for a default
};

// A setting given on the command line: {"llm.provider", "xai", "--provider"}.
struct FlagValue {
  std::string name;
  std::string value;
  std::string flag;
};

struct Loaded {
  Settings settings;
  std::map<std::string, Origin, std::less<>> origins;  // of settings that are not at their default
  std::vector<std::string> warnings;

  [[nodiscard]] Origin origin_of(std::string_view name) const;
  // Whether the user named a provider or a model on the command line, so that nobody else may answer.
  [[nodiscard]] bool names_provider() const;
};

// The user's settings. A malformed file or value is an Error (config; usage for a flag) that names it.
[[nodiscard]] Result<Loaded> load(const sys::Environment& environment, std::span<const FlagValue> flags);

// Whether a repository's own file may make a review milder: more excluded, larger thresholds. It may always make it
// stricter.
enum class RepositoryMay : bool { only_tighten, loosen };

// `loaded` with the [analysis] section of the repository's own file, below flags and variables. Anything else in that
// file, which may come from a stranger, is left out with a warning.
[[nodiscard]] Result<Loaded> with_repository(Loaded loaded, const std::string& repository,
                                             const sys::Environment& environment, RepositoryMay may);

// The user's file; nothing where there is no home.
[[nodiscard]] std::optional<std::string> user_file(const sys::Environment& environment);

// A key, and which variable it came from; empty: from the file.
struct FoundKey {
  std::string value;
  std::string variable;
};

// The key in the first of `variables` (empty names are passed over) that is set, else in `file` (may be empty): its
// first line. Nothing where none is set. A file that group or others may read is refused (config).
[[nodiscard]] Result<std::optional<FoundKey>> find_key(const sys::Environment& environment,
                                                       std::span<const std::string_view> variables,
                                                       const std::string& file);

}  // namespace rustassistant::config
