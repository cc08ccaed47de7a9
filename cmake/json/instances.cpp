// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

RUSTASSISTANT_JSON_INSTANCES()
