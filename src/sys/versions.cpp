// SPDX-License-Identifier: MIT
#include "rustassistant/sys/versions.hpp"

#include <fmt/core.h>
#include <spdlog/version.h>

#include <string>

namespace rustassistant::sys {

namespace {

std::string number(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace

std::vector<LinkedLibrary> versions() {
  return {{"spdlog", number(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
          {"fmt", number(FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)}};
}

}  // namespace rustassistant::sys
