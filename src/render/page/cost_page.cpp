// SPDX-License-Identifier: MIT
#include "rustassistant/render/cost_page.hpp"

#include <span>

#include "charts.hpp"
#include "instant_text.hpp"
#include "palette.hpp"
#include "rustassistant/base/embedded.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/money.hpp"
#include "sections.hpp"

namespace rustassistant::render {

extern const std::span<const EmbeddedFile> kPageFiles;

namespace {

std::string_view page_file(std::string_view name) {
  for (const EmbeddedFile& file : kPageFiles) {
    if (file.name == name) return file.content;
  }
  return {};
}

std::string base64(const codec::Sha256Digest& digest) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint8_t byte : digest) {
    bits = bits << 8U | byte;
    for (held += 8; held >= 6; held -= 6) text += kDigits[bits >> (held - 6) & 0x3FU];
  }
  // 256 bits are 42 digits and four bits more.
  return text + kDigits[bits << (6 - held) & 0x3FU] + "=";
}

std::string hash_source(std::string_view content) {
  return "'sha256-" + base64(codec::sha256(content)) + "'";
}

// Nothing is loaded, and no style or script runs but these two.
std::string policy_of(std::string_view style, std::string_view script) {
  return "default-src 'none'; style-src " + hash_source(style) + "; script-src " + hash_source(script) +
         "; base-uri 'none'; form-action 'none'";
}

std::string period_text(const app::CostReport& report) {
  return day_text(report.from_day) + " to " + day_text(report.to_day);
}

Html head_of(const app::CostReport& report, const std::string& style, std::string_view script) {
  return filled(R"(<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="$">)"
                R"(<meta name="viewport" content="width=device-width, initial-scale=1">)"
                R"(<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">)"
                R"(<title>rustassistant report, $</title><style>$</style></head>)",
                {policy_of(style, script), period_text(report), Html::trusted(style)});
}

Html header_of(const app::CostReport& report) {
  const Html scope = report.repo_path.empty() ? Html::trusted("<span>all repositories</span>")
                                              : filled(R"(<span class="path">$</span>)", {path_text(report.repo_path)});
  const Html findings = Html::trusted(report.findings ? R"(<li><a href="#findings">Hot spots</a></li>)" : "");
  return filled(
      R"(<header><p class="kicker">rustassistant</p><h1>Where the money went, and what it bought</h1>)"
      R"(<p class="meta about"><span>$</span>$<span>written $</span></p>)"
      R"(<nav aria-label="Parts of this page"><ul><li><a href="#advice">What to change</a></li>)"
      R"(<li><a href="#spending">Where the money went</a></li><li><a href="#cache">What the cache bought</a></li>)"
      R"($</ul></nav></header>)",
      {period_text(report), scope, instant_text(report.made_at, report.budget.picture.standing.zone), findings});
}

Html footer_of(const app::CostReport& report) {
  return filled(
      "<footer><p>Amounts are those of the ledger, in its time zone ($), rounded up where they are shown; ~ marks "
      "estimates. This page loads nothing and sends nothing; its script only orders tables. Written by "
      "rustassistant $.</p></footer>",
      {report.budget.picture.standing.zone_name, program_version()});
}

}  // namespace

Html section_of(std::string_view id, std::string_view title, std::string_view sentence, const Html& content) {
  return filled(
      R"(<section id="$" aria-labelledby="$-heading"><h2 id="$-heading">$</h2><p class="lead">$</p>$</section>)",
      {id, id, id, title, sentence, content});
}

Html side_by_side(const Html& cards) {
  return cards.empty() ? cards : filled(R"(<div class="grid">$</div>)", {cards});
}

std::string cost_page(const app::CostReport& report) {
  const std::string style = palette_css() + std::string(page_file("page.css"));
  const std::string_view script = page_file("page.js");
  Html parts = summary_section(report);
  parts += advice_section(report);
  parts += spending_section(report);
  parts += effect_section(report);
  parts += findings_section(report);
  return filled("<!DOCTYPE html>\n<html lang=\"en\">$<body>$$<main>$</main>$<script>$</script></body></html>\n",
                {head_of(report, style, script), chart_patterns(), header_of(report), parts, footer_of(report),
                 Html::trusted(script)})
      .markup();
}

}  // namespace rustassistant::render
