// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "names.hpp"

namespace rustassistant::privacy {

// What an argument is by its place alone, of calls that are known for it: basic_auth(user, "…"). `callee` as it is
// written, with what stands before its last name; `before`: how many arguments come before this one.
[[nodiscard]] NameKind kind_by_place(std::string_view callee, int before);

}  // namespace rustassistant::privacy
