// SPDX-License-Identifier: MIT
#include "rustassistant/config/places.hpp"

#include "rustassistant/sys/files.hpp"

namespace rustassistant::config {
namespace {

constexpr std::string_view kFolder = ".rustassistant";

}  // namespace

std::optional<std::string> home_folder(const sys::Environment& environment) {
  if (auto own = environment.value("RUSTASSISTANT_HOME")) return sys::home_expanded(*std::move(own), environment);
  // The user database is not asked: in a static executable it would need the host's name service modules.
  if (const auto home = environment.value("HOME")) return sys::joined(*home, kFolder);
  return std::nullopt;
}

std::string repository_root(const std::string& start, const std::optional<std::string>& home) {
  for (std::string folder = start;;) {
    if (sys::exists(sys::joined(folder, ".git"))) return folder;
    const std::string settings = sys::joined(folder, kFolder);
    if (settings != home && sys::exists(settings)) return folder;
    const auto slash = folder.rfind('/');
    if (slash == std::string::npos || folder.size() == 1) return start;
    folder.resize(slash == 0 ? 1 : slash);
  }
}

}  // namespace rustassistant::config
