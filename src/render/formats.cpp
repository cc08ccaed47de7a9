// SPDX-License-Identifier: MIT
#include "analysis.hpp"

namespace rustassistant::render {
namespace {

// Errors are told on standard error; a format for people adds nothing to that.
std::string nothing(const Error& /*error*/) {
  return {};
}

constexpr FormatRow kFormats[] = {
    {"text", Format::text, make_text_report, nothing},
    {"json", Format::json, make_json_report, error_document},
    {"csv", Format::csv, nullptr, nothing},
};

}  // namespace

std::span<const FormatRow> formats() {
  return kFormats;
}

const FormatRow* format_named(std::string_view name) {
  for (const FormatRow& row : kFormats) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace rustassistant::render
