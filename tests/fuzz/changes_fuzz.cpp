// SPDX-License-Identifier: MIT
// What limits and hides findings: the first byte chooses a unified diff, git's blame or a baseline; any bytes are read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "../../src/app/review/blame.hpp"
#include "rustassistant/domain/baseline.hpp"
#include "rustassistant/domain/changes.hpp"

namespace {

using namespace rustassistant;

void require(bool holds) {
  if (!holds) std::abort();
}

// Lines rise, and each is found again.
void check(const domain::ChangedFile& file) {
  int last = 0;
  for (const domain::LineRange& range : file.lines) {
    require(range.line_start > last && range.line_end >= range.line_start);
    require(domain::first_changed_line(file, range) == range.line_start);
    last = range.line_end;
  }
}

// What was read is written so that it reads the same.
void check(const std::vector<domain::BaselineEntry>& entries) {
  const std::string text = domain::render_baseline(entries);
  const auto again = domain::parse_baseline(text);
  require(again && domain::render_baseline(*again) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] % 3 == 0) {
    if (const auto changes = domain::parse_unified_diff(text)) {
      for (const domain::ChangedFile& file : changes->files) check(file);
    }
  } else if (data[0] % 3 == 1) {
    static_cast<void>(app::parse_blame(text, UnixMillis{1'795'262'400'000}));
  } else if (const auto entries = domain::parse_baseline(text)) {
    check(*entries);
  }
  return 0;
}
