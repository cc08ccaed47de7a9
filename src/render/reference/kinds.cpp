// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fields.hpp"
#include "rustassistant/app/dry_run.hpp"
#include "rustassistant/app/fallback.hpp"
#include "rustassistant/app/migrate.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/domain/advice.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/quality.hpp"
#include "rustassistant/domain/refactor_plan.hpp"
#include "rustassistant/domain/todos.hpp"
#include "rustassistant/ledger/call.hpp"
#include "rustassistant/ledger/history.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::render {
namespace {

constexpr Kind kKinds[] = {
    {"text", "string", "", "", "\"text\""},
    {"path", "string", "", "", "\"src/main.rs\""},
    {"boolean", "boolean", "", "", "true"},
    {"count", "integer", "", "", "3"},
    {"line", "integer", "line, from 1", "", "12"},
    {"bytes", "integer", "bytes", "", "4096"},
    {"tokens", "integer", "tokens", "", "1200"},
    {"nano-dollars", "integer", "billionths of a US dollar", "", "2300000"},
    {"shown-dollars", "string", "US dollars", R"(^-?\$\d+\.\d+$)", "\"$0.0023\""},
    {"dollars", "string", "US dollars, nine decimals", R"(^\d+\.\d{9}$)", "\"0.002300000\""},
    {"permille", "integer", "thousandths", "", "250"},
    {"percent", "integer", "percent", "", "75"},
    {"ms", "integer", "milliseconds", "", "840"},
    {"unix-ms", "integer", "milliseconds since 1970, UTC", "", "1795716000000"},
    {"score", "number", "0 to 100", "", "71.6"},
    {"share", "number", "0 to 1", "", "0.125"},
    {"number", "number", "", "", "0.125"},
    {"time", "string", "RFC 3339", R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$)",
     "\"2026-11-26T18:00:00Z\""},
    {"day", "string", "YYYY-MM-DD", R"(^\d{4}-\d\d-\d\d$)", "\"2026-11-26\""},
    {"month", "string", "YYYY-MM", R"(^\d{4}-\d\d$)", "\"2026-11\""},
    {"sha256", "string", "64 hexadecimal digits", "^[0-9a-f]{64}$",
     "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""},
    {"fingerprint", "string", "16 hexadecimal digits", "^[0-9a-f]{16}$", "\"1f0c4a2e9b7d3c51\""},
    {"repository-id", "string", "8 hexadecimal digits, or empty", "^([0-9a-f]{8})?$", "\"1f0c4a2e\""},
    {"value", "", "any JSON value", "", "3"},
};

// The words of an enumeration, from its first value to its last.
template <typename Enum>
std::vector<std::string> up_to(Enum last) {
  std::vector<std::string> list;
  for (int i = 0; i <= static_cast<int>(last); ++i) list.emplace_back(name_of(static_cast<Enum>(i)));
  return list;
}

const Words kWords[] = {
    {"severity", [] { return up_to(domain::Severity::critical); }},
    {"effort", [] { return up_to(domain::Effort::very_large); }},
    {"smell", [] { return up_to(domain::SmellType::unsafe_unwrapping); }},
    {"category", [] { return up_to(domain::QualityCategory::api); }},
    {"tag", [] { return up_to(domain::TodoTag::note); }},
    {"risk", [] { return up_to(domain::Risk::high); }},
    {"refactoring", [] { return up_to(domain::RefactoringType::split_function); }},
    {"provider", [] { return up_to(domain::Provider::openai_compatible); }},
    {"type", [] { return up_to(domain::AnalysisType::todos); }},
    {"call-type", [] { return up_to(domain::AnalysisType::embeddings); }},
    {"fallback", [] { return up_to(app::FallbackReason::interrupted); }},
    {"obstacle", [] { return up_to(app::ObstacleKind::model); }},
    {"strategy", [] { return up_to(cache::PruneStrategy::most_expensive); }},
    {"grouping", [] { return up_to(ledger::Grouping::file); }},
    {"advice", [] { return up_to(domain::AdviceKind::eviction_costs); }},
    {"call-state", [] { return up_to(ledger::CallState::released); }},
    {"budget-state", [] { return up_to(domain::BudgetState::exceeded); }},
    {"when-exceeded", [] { return up_to(domain::WhenExceeded::warn); }},
    {"error", [] { return up_to(Errc::terminated); }},
    {"unresolved", [] { return up_to(source::Unresolved::computed); }},
    {"standing", [] { return std::vector<std::string>{"new", "known", "worse", "moved"}; }},
    {"status", [] { return std::vector<std::string>{"ok", "failed", "skipped"}; }},
    {"cache", [] { return std::vector<std::string>{"hit", "miss", "off"}; }},
    {"planned", [] { return std::vector<std::string>{"cache", "call", "builtin", "batch", "none"}; }},
    {"step", [] { return std::vector<std::string>{"hit", "miss", "would"}; }},
    {"verdict", [] { return std::vector<std::string>{"ok", "note", "problem"}; }},
    {"source", [] { return std::vector<std::string>{"default", "user", "repository", "ledger", "variable", "flag"}; }},
};

}  // namespace

std::span<const Kind> kinds() {
  return kKinds;
}

std::span<const Words> words() {
  return kWords;
}

const Kind* kind_named(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &Kind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

std::vector<std::string> words_named(std::string_view name) {
  const auto* const found = std::ranges::find(kWords, name, &Words::name);
  return found == std::end(kWords) ? std::vector<std::string>() : found->list();
}

}  // namespace rustassistant::render
