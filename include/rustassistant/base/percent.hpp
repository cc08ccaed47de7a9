// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rustassistant {

// Percent encoding (RFC 3986, section 2.1) of every byte that `stays` does not let through.
[[nodiscard]] std::string percent_encoded(std::string_view text, bool (*stays)(char));

}  // namespace rustassistant
