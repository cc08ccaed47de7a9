// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

// Names that are no setting. Where one may decide what is spent, it is an error: a cap that is misspelled would be no
// cap.
namespace rustassistant::config {

struct UnknownName {
  Error error;    // config; names the nearest known name, and what may stand in its place
  bool is_fatal;  // false: a warning is enough
};

// A name in a settings file ("budget.monthly", "prices.some-model.inputs"); `place` says where it stands.
[[nodiscard]] UnknownName unknown_setting(std::string_view name, const std::string& place);

// Variables that begin with RUSTASSISTANT_, are set, and are not known; those that are fatal come first.
[[nodiscard]] std::vector<UnknownName> unknown_variables(const sys::Environment& environment);

}  // namespace rustassistant::config
