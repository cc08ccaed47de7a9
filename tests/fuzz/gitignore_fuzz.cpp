// SPDX-License-Identifier: MIT
// Ignore rules: the first line is a path, the rest an ignore file. Any bytes are read; a remark behind changes nothing,
// and a last rule for everything decides.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../../src/source/walk/gitignore.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant::source;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view path = input.substr(0, end);
  const std::string rules(input.substr(std::min(end + 1, input.size())));
  for (const bool is_folder : {false, true}) {
    const Verdict verdict = IgnoreRules::parse(rules).verdict(path, is_folder);
    if (IgnoreRules::parse(rules + "\n# remark\n\n").verdict(path, is_folder) != verdict) std::abort();
    if (IgnoreRules::parse(rules + "\n*\n").verdict(path, is_folder) != Verdict::ignore) std::abort();
    if (IgnoreRules::parse(rules + "\n!**\n").verdict(path, is_folder) != Verdict::keep) std::abort();
  }
  return 0;
}
