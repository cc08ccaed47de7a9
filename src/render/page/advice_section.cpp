// SPDX-License-Identifier: MIT
#include <algorithm>

#include "escape.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/cost_report.hpp"
#include "sections.hpp"
#include "tables.hpp"

namespace rustassistant::render {

Html advice_section(const app::CostReport& report) {
  constexpr std::size_t kMostAdvice = 12;
  constexpr std::size_t kMostOfSentence = 400;
  Html items;
  const std::size_t shown = std::min(kMostAdvice, report.advice.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const domain::Advice& advice = report.advice[i];
    const Html saving = advice.saving ? filled(R"(<strong data-v="$">$</strong><span>less</span>)",
                                               {advice.saving->value, domain::format_usd(*advice.saving)})
                                      : Html();
    items += filled(R"(<li data-kind="$"><div>$</div><div>$</div></li>)",
                    {name_of(advice.kind), saving, cut(one_line(advice_text(advice)), kMostOfSentence)});
  }
  Html content = items.empty() ? Html::trusted("<p>Nothing: no change is known that would have saved money.</p>")
                               : filled(R"(<ul class="advice">$</ul>)", {items});
  const std::string more = rows_left_out(static_cast<std::int64_t>(report.advice.size() - shown));
  if (!more.empty()) content += filled(R"(<p class="meta">$</p>)", {more});
  return section_of("advice", "What to change", "Each sum is what the period would have cost less.", content);
}

}  // namespace rustassistant::render
