// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace rustassistant::http {

// The addresses of a host, in numbers and in the order to be tried, as the transport would find them (c-ares): a static
// executable must not ask the C library, which loads modules of the host. An address in numbers is its own. The error
// is a sentence. Blocks for at most `limit`; `stop` is asked several times a second and may be empty.
[[nodiscard]] tl::expected<std::vector<std::string>, std::string> resolve(const std::string& host,
                                                                          std::chrono::milliseconds limit,
                                                                          const std::function<bool()>& stop = {});

}  // namespace rustassistant::http
