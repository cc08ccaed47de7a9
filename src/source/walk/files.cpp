// SPDX-License-Identifier: MIT
#include "rustassistant/source/files.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::source {
namespace {

constexpr const char* kRaiseLimit = "raise analysis.max_file_size";

constexpr std::size_t kControlSample = 8192;  // bytes at the front that are judged for control characters

// Below the space: tab, newline, form feed, carriage return and escape stand in texts.
constexpr std::uint32_t kTextControls = 1U << 0x09U | 1U << 0x0AU | 1U << 0x0CU | 1U << 0x0DU | 1U << 0x1BU;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x7F || (byte < 0x20 && (kTextControls >> byte & 1U) == 0);
}

bool looks_binary(std::string_view content) {
  if (content.find('\0') != std::string_view::npos) return true;
  const std::string_view sample = content.substr(0, kControlSample);
  const auto controls = static_cast<std::size_t>(std::count_if(sample.begin(), sample.end(), is_control));
  return controls * 10 > sample.size();
}

}  // namespace

Result<std::string> read_source(const std::string& path, std::int64_t max_file_size) {
  auto content = sys::read_file(path, max_file_size);
  if (!content) {
    Error error = std::move(content).error();
    if (sys::file_size(path).value_or(0) > max_file_size) error.hint = kRaiseLimit;
    return tl::unexpected(std::move(error));
  }
  TRY(check_text(*content, path, max_file_size));
  return content;
}

Result<void> check_text(std::string_view content, std::string_view name, std::int64_t max_file_size) {
  if (static_cast<std::int64_t>(content.size()) > max_file_size) {
    return fail(Errc::input,
                "cannot read " + sys::quoted(name) + ": larger than " + std::to_string(max_file_size) + " bytes",
                kRaiseLimit);
  }
  if (looks_binary(content)) {
    return fail(Errc::input, "cannot read " + sys::quoted(name) + ": it is not text", "name a source file");
  }
  return {};
}

}  // namespace rustassistant::source
