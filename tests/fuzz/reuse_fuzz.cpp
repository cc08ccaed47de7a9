// SPDX-License-Identifier: MIT
// An edit: the first byte chooses a language, the second where the rest is cut into the file before and the file behind
// it. A model that answers about units by their text gives, merged with what it said before, what it says of the whole.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/file_units.hpp"
#include "support/unit_model.hpp"

namespace {

using namespace rustassistant;

// Files that are too short are asked about whole.
std::string long_enough(std::string_view text) {
  std::string content(text);
  while (!text.empty() && content.size() < static_cast<std::size_t>(domain::kSmallestReused)) {
    content += '\n';
    content += text;
  }
  return content;
}

void check_cover(const domain::FileUnits& file) {
  int last = 0;
  for (const domain::FileUnit& unit : file.units) {
    if (unit.lines.line_start <= last || unit.lines.line_end < unit.lines.line_start) std::abort();
    last = unit.lines.line_end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 10> kLanguages{"rust",       "c",   "cpp", "python", "javascript",
                                                        "typescript", "tsx", "go",  "java",   "bash"};
  constexpr std::int64_t kPromptBytes = 5'000;
  if (size < 2) return 0;
  const std::string_view language = kLanguages[data[0] % kLanguages.size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t cut = text.size() * data[1] / 255;
  const std::string before = long_enough(text.substr(0, cut));
  const std::string behind = long_enough(text.substr(cut));

  const domain::EarlierReview earlier{source::file_units_of(before, language), 0, {}, 0};
  const domain::Analysis answer = test::answer_of(earlier.file, before);
  const domain::FileUnits now = source::file_units_of(behind, language);
  check_cover(now);
  const auto kept = domain::parse_earlier_review(domain::serialise(earlier));
  if (!kept || !(kept->file == earlier.file)) std::abort();
  const domain::ReusePlan plan = domain::plan_reuse(earlier, answer, now, behind, kPromptBytes);
  if (plan.decision == domain::ReuseDecision::whole) return 0;
  const bool asks = plan.decision == domain::ReuseDecision::partial;
  const auto partial = asks ? std::optional(test::answer_of(now, behind, &plan)) : std::nullopt;
  const domain::Analysis merged = domain::merge(plan, earlier, answer, now, partial);
  if (domain::serialise(merged) != domain::serialise(test::answer_of(now, behind))) std::abort();
  if (asks) {
    const llm::SourceText source{language, behind, true, {}, plan.shown, plan.asked};
    const llm::Prompt prompt = llm::prompt_for(domain::AnalysisType::refactor, source, {}, "=====marker=====");
    if (prompt.user.empty()) std::abort();
  }
  return 0;
}
