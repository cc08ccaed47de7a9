// SPDX-License-Identifier: MIT
// The lines of an exported ledger and the headers of a backup: what is read is written as something that reads the
// same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../src/app/money/ledger_lines.hpp"
#include "rustassistant/codec/tar.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto head = app::parse_head_line(text)) {
    const auto again = app::parse_head_line(app::head_line(*head));
    if (!again || again->timezone_rule != head->timezone_rule) std::abort();
  }
  if (const auto line = app::parse_ledger_line(text); line && line->call) {
    const auto again = app::parse_ledger_line(app::call_line(*line->call));
    if (!again || !again->call || again->call->at != line->call->at || again->call->cost != line->call->cost)
      std::abort();
  }
  const auto member = codec::parse_tar_header(text.substr(0, codec::kTarBlock));
  if (member && *member && (*member)->size < 0) std::abort();
  return 0;
}
