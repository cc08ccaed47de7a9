// SPDX-License-Identifier: MIT
// The builtin analyzer: the first byte chooses a language, the rest is the file. Any bytes get an answer that reads
// back, whose locations lie within the file, and that is the same again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/source/suppressions.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  constexpr std::array<std::string_view, 11> kLanguages{"rust", "c",  "cpp",  "python", "javascript", "typescript",
                                                        "tsx",  "go", "java", "bash",   "text"};
  constexpr domain::Thresholds kStrict{2, 1, 1, 1, 3};
  if (size == 0) return 0;
  const std::string_view language = kLanguages[data[0] % kLanguages.size()];
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);

  const auto answer = [&] {
    return source::analyze(content, language, kStrict, source::FileRole::product, {true, true, true, true});
  };
  auto analysis = answer();
  if (!analysis) return language == "text" ? 0 : (std::abort(), 0);
  const std::string text = domain::serialise(*analysis);
  if (!domain::parse_analysis(text)) std::abort();
  if (domain::serialise(*answer()) != text) std::abort();
  for (const domain::Smell& smell : analysis->smells) {
    const domain::Location& location = smell.location;
    const auto lines = static_cast<std::size_t>(location.line_end);
    if (location.line_start < 1 || location.line_end < location.line_start || lines > content.size() + 1) std::abort();
  }
  source::check(*analysis, content, language);
  for (const source::Suppression& suppression : source::suppressions_of(content, language)) {
    if (suppression.line < 1 || suppression.lines.line_end < suppression.lines.line_start) std::abort();
  }
  (void)source::language_of("a.h", content);
  (void)source::check_text(content, "fuzz");
  return 0;
}
