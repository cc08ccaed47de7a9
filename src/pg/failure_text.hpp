// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rustassistant/pg/failure.hpp"

namespace rustassistant::pg {

// The failure that libpq tells of by a text alone, as while connecting: it holds the SQLSTATE where the server sent one
// and errors are verbose.
[[nodiscard]] Failure failure_of_text(std::string_view text);

// The text without what follows its first line, the name of the server, the SQLSTATE and the full stop.
[[nodiscard]] std::string first_line(std::string_view text);

}  // namespace rustassistant::pg
