// SPDX-License-Identifier: MIT
// What edits of files cost in bytes of questions, with and without reuse; see scripts/judge_reuse.py. Standard input
// holds edits: a line "LANGUAGE SENT BYTES BYTES", then the file before and the file behind it. For each one a line of
// JSON says what would be sent, how many units stay, and whether a model that answers by the text of units alone gives
// the same answer about the parts, merged, as about the whole file. SENT are the bytes of units in partial questions
// since the last whole one.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/file_units.hpp"
#include "support/unit_model.hpp"

namespace {

using namespace rustassistant;

struct Edit {
  std::string language;
  std::int64_t sent_before = 0;
  std::string before;
  std::string behind;
};

bool read(std::istream& in, Edit& edit) {
  std::size_t before = 0;
  std::size_t behind = 0;
  if (!(in >> edit.language >> edit.sent_before >> before >> behind)) return false;
  in.get();
  edit.before.resize(before);
  edit.behind.resize(behind);
  in.read(edit.before.data(), static_cast<std::streamsize>(before));
  in.read(edit.behind.data(), static_cast<std::streamsize>(behind));
  return static_cast<bool>(in);
}

std::int64_t question_bytes(const Edit& edit, const std::string& content, const domain::ReusePlan* plan) {
  llm::SourceText source{edit.language, content, true};
  if (plan != nullptr) {
    source.shown = plan->shown;
    source.asked = plan->asked;
  }
  const llm::Prompt prompt = llm::prompt_for(domain::AnalysisType::refactor, source, {}, "=====0123456789abcdef=====");
  return static_cast<std::int64_t>(prompt.system.size() + prompt.user.size() + prompt.schema.size());
}

nlohmann::json judged(const Edit& edit) {
  const domain::EarlierReview earlier{source::file_units_of(edit.before, edit.language), edit.sent_before, {}, 0};
  const domain::FileUnits now = source::file_units_of(edit.behind, edit.language);
  const domain::Analysis answer = test::answer_of(earlier.file, edit.before);
  const std::int64_t prompt = question_bytes(edit, {}, nullptr);
  const domain::ReusePlan plan = domain::plan_reuse(earlier, answer, now, edit.behind, prompt);
  nlohmann::json line;
  const std::int64_t whole = question_bytes(edit, edit.behind, nullptr);
  line["whole"] = whole;
  line["listing"] = whole - prompt;
  line["reason"] = name_of(plan.reason);
  line["units"] = now.units.size();
  const auto is_same = [&](const domain::FileUnit& unit) {
    return std::any_of(earlier.file.units.begin(), earlier.file.units.end(),
                       [&](const domain::FileUnit& other) { return other.hash == unit.hash; });
  };
  line["unchanged"] = std::count_if(now.units.begin(), now.units.end(), is_same);
  if (plan.decision == domain::ReuseDecision::whole) {
    line["sent"] = whole;
    line["kept"] = 0;
    line["equal"] = true;
    line["sent_since"] = 0;
    return line;
  }
  const bool asks = plan.decision == domain::ReuseDecision::partial;
  const auto partial = asks ? std::optional(test::answer_of(now, edit.behind, &plan)) : std::nullopt;
  const domain::Analysis merged = domain::merge(plan, earlier, answer, now, partial);
  line["sent"] = asks ? question_bytes(edit, edit.behind, &plan) : 0;
  line["kept"] = now.units.size() - plan.sent;
  line["equal"] = domain::serialise(merged) == domain::serialise(test::answer_of(now, edit.behind));
  line["sent_since"] = edit.sent_before + plan.sent_bytes;
  return line;
}

}  // namespace

int main() {
  Edit edit;
  while (read(std::cin, edit)) std::cout << judged(edit).dump() << "\n" << std::flush;
  return 0;
}
