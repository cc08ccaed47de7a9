// SPDX-License-Identifier: MIT
#include "rustassistant/render/queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/table.hpp"
#include "rustassistant/render/team.hpp"
#include "sync_lines.hpp"

namespace rustassistant::render {
namespace {

using queue::Job;
using queue::JobState;

JobState state_at(std::size_t index) {
  return static_cast<JobState>(index);
}

UnixMillis millis_of(domain::UnixMicros instant) {
  return {instant.value / 1000};
}

std::string limits_text(const domain::RateState& state) {
  std::string text;
  for (std::size_t i = 0; i < state.limits.size(); ++i) {
    if (state.limits.at(i).per_minute <= 0) continue;
    text += fmt::format("{}{} {} a minute", text.empty() ? "" : ", ", format_count(state.limits.at(i).per_minute),
                        domain::name_of(static_cast<domain::RateDimension>(i)));
  }
  return text.empty() ? "no limit" : text;
}

std::string batch_text(const app::BatchView& view) {
  const ledger::Batch& batch = view.batch;
  std::string text = fmt::format("b{}: {} {}, {} of {} open, {} reserved until {}", batch.id,
                                 domain::name_of(batch.facts.provider), neutralise(batch.facts.model),
                                 format_count(batch.open_items), counted(batch.items, "question", "questions"),
                                 domain::format_usd(batch.reserved), to_rfc3339(batch.facts.held_until));
  if (view.ended) return text + "; ended: `rustassistant queue collect` stores the answers";
  if (batch.stage == ledger::BatchStage::intended) return text + "; whether the provider has it is not known";
  return view.status.empty() ? text : text + "; " + neutralise(view.status);
}

std::string status_text(const app::QueueReport& report, const View& view) {
  std::string counts;
  for (std::size_t i = 0; i < queue::kJobStates; ++i) {
    const JobState state = state_at(i);
    const std::int64_t jobs = report.standing.in(state);
    const bool is_usual =
        state == JobState::queued || state == JobState::running || state == JobState::done || state == JobState::dead;
    if (jobs == 0 && !is_usual) continue;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : " · ", queue::name_of(state), format_count(jobs));
  }
  LabelledRows rows{{"jobs", counts}};
  if (report.standing.oldest) rows.emplace_back("oldest", to_rfc3339(*report.standing.oldest));
  for (const app::BatchView& view_of : report.batches) rows.emplace_back("batch", batch_text(view_of));
  for (const queue::Pause& pause : report.standing.pauses)
    rows.emplace_back("paused", fmt::format("{} until {}: {}", neutralise(pause.scope), to_rfc3339(pause.until),
                                            neutralise(pause.message)));
  for (const queue::KnownRate& rate : report.rates) {
    std::string text = fmt::format("{} {}: {}", neutralise(rate.scope.provider), neutralise(rate.scope.model),
                                   limits_text(rate.state));
    if (millis_of(rate.state.blocked_until) > report.now)
      text += ", no call before " + to_rfc3339(millis_of(rate.state.blocked_until));
    rows.emplace_back("limit", std::move(text));
  }
  return aligned(rows, view.columns);
}

Json rate_json(const queue::KnownRate& rate, UnixMillis now) {
  Json limits = Json::array();
  for (std::size_t i = 0; i < rate.state.limits.size(); ++i) {
    const domain::RateLimit& limit = rate.state.limits.at(i);
    if (limit.per_minute <= 0) continue;
    limits.push_back({{"counts", domain::name_of(static_cast<domain::RateDimension>(i))},
                      {"per_minute", limit.per_minute},
                      {"stated_per_minute", limit.stated},
                      {"learned", limit.learned_at.value > 0}});
  }
  const UnixMillis blocked = millis_of(rate.state.blocked_until);
  return {{"provider", json_text(rate.scope.provider)},
          {"model", json_text(rate.scope.model)},
          {"blocked_until", instant(blocked > now ? std::optional(blocked) : std::nullopt)},
          {"limits", std::move(limits)}};
}

Json batch_json(const app::BatchView& view) {
  const ledger::Batch& batch = view.batch;
  return {{"batch", "b" + std::to_string(batch.id)},
          {"provider", domain::name_of(batch.facts.provider)},
          {"model", json_text(batch.facts.model)},
          {"remote_id", batch.remote.empty() ? Json() : json_text(batch.remote)},
          {"sent_at", to_rfc3339(batch.made_at)},
          {"reserved_until", to_rfc3339(batch.facts.held_until)},
          {"questions", batch.items},
          {"pending", batch.open_items},
          {"reserved_nano_usd", batch.reserved.value},
          {"status", view.status.empty() ? Json() : json_text(view.status)},
          {"ended", view.ended},
          {"next_look", instant(view.next_look)}};
}

Json status_json(const app::QueueReport& report) {
  Json json = document("rustassistant.queue-status/1");
  json["database"] = json_text(report.path);
  for (std::size_t i = 0; i < queue::kJobStates; ++i)
    json["jobs"][std::string(queue::name_of(state_at(i)))] = report.standing.jobs.at(i);
  json["oldest"] = instant(report.standing.oldest);
  json["pauses"] = Json::array();
  for (const queue::Pause& pause : report.standing.pauses) {
    json["pauses"].push_back({{"scope", json_text(pause.scope)},
                              {"until", instant(pause.until)},
                              {"code", json_text(pause.code)},
                              {"message", json_text(pause.message)}});
  }
  json["batches"] = Json::array();
  for (const app::BatchView& view : report.batches) json["batches"].push_back(batch_json(view));
  json["rates"] = Json::array();
  for (const queue::KnownRate& rate : report.rates) json["rates"].push_back(rate_json(rate, report.now));
  return json;
}

std::string list_text(const std::vector<Job>& jobs, bool is_cut, const View& view) {
  if (jobs.empty()) return "no jobs\n";
  Table table({{"id", Side::right},
               {"state"},
               {"priority", Side::left, Cut::column},
               {"type"},
               {"tries", Side::right},
               {"path", Side::left, Cut::beginning},
               {"last failure", Side::left, Cut::end}});
  for (const Job& job : jobs) {
    const std::string failure =
        job.last_code.empty() ? "" : job.last_code + (job.last_message.empty() ? "" : ": " + job.last_message);
    table.add({std::to_string(job.id), std::string(queue::name_of(job.state)),
               std::string(queue::name_of(job.ask.priority)), std::string(domain::name_of(job.ask.type)),
               count_cell(job.attempts), neutralise(job.ask.path), neutralise(failure)});
  }
  return table.text(Paint(view.color), view.columns) + (is_cut ? "and more; --all lists every job\n" : "");
}

Json job_json(const Job& job) {
  return {{"id", job.id},
          {"state", queue::name_of(job.state)},
          {"priority", queue::name_of(job.ask.priority)},
          {"type", domain::name_of(job.ask.type)},
          {"path", json_text(job.ask.path)},
          {"repository", repository(job.ask.repo_id, job.ask.repo_path)},
          {"key", to_hex(job.ask.key)},
          {"provider", domain::name_of(job.ask.provider)},
          {"model", json_text(job.ask.model)},
          {"attempts", job.attempts},
          {"not_before", instant(job.not_before.value > 0 ? std::optional(job.not_before) : std::nullopt)},
          {"last_code", json_text(job.last_code)},
          {"last_message", json_text(job.last_message)},
          {"enqueued_at", instant(job.enqueued_at)},
          {"finished_at", instant(job.finished_at)}};
}

Json list_json(const std::vector<Job>& jobs, bool is_cut) {
  Json json = document("rustassistant.queue-list/1");
  json["jobs"] = Json::array();
  for (const Job& job : jobs) json["jobs"].push_back(job_json(job));
  json["more"] = is_cut;
  return json;
}

Json change_json(std::int64_t jobs) {
  Json json = document("rustassistant.queue-change/1");
  json["jobs"] = jobs;
  return json;
}

std::string cost_text(const app::Spending& spending) {
  const auto cost = spending.cost();
  const std::string amount = cost ? domain::format_usd(*cost) : "unknown";
  return (spending.is_exact() ? "" : "~") + amount;
}

std::string collected_text(const app::CollectSummary& summary) {
  std::string text = fmt::format("{} from {}, {}", counted(summary.answers, "answer", "answers"),
                                 counted(summary.batches, "batch", "batches"), cost_text(summary.spending));
  if (summary.dead > 0) text += fmt::format("; {} given up", format_count(summary.dead));
  if (summary.again > 0) text += fmt::format("; {} to be asked again", format_count(summary.again));
  return text;
}

std::string pending_text(const app::CollectSummary& summary) {
  std::string text = fmt::format("{} in {}", counted(summary.pending, "question", "questions"),
                                 counted(summary.open_batches, "batch", "batches"));
  if (summary.due) text += ", looked at again after " + to_rfc3339(*summary.due);
  return text;
}

Json sent_json(const std::vector<app::SentBatch>& batches) {
  Json json = Json::array();
  for (const app::SentBatch& batch : batches) {
    json.push_back({{"batch", "b" + std::to_string(batch.number)},
                    {"questions", batch.items},
                    {"reserved_nano_usd", batch.reserved.value},
                    {"reserved_until", to_rfc3339(batch.until)}});
  }
  return json;
}

Json collected_json(const app::CollectSummary& summary) {
  Json json;
  json["batches"] = summary.batches;
  json["answers"] = summary.answers;
  json["dead"] = summary.dead;
  json["again"] = summary.again;
  json["unknown_rows"] = summary.strangers;
  json["open_batches"] = summary.open_batches;
  json["pending"] = summary.pending;
  json["due"] = instant(summary.due);
  json["cost_nano_usd"] = amount(summary.spending.cost());
  json["estimated"] = !summary.spending.is_exact();
  if (summary.team) json["team_cache"] = team_json(*summary.team);
  return json;
}

std::string build_text(const app::BuildSummary& summary, const View& view) {
  const app::BuildProgress& progress = summary.progress;
  LabelledRows rows{{"asked", std::string(domain::name_of(summary.provider)) + " " + neutralise(summary.model)}};
  if (summary.sync) {
    for (auto& row : sync_rows(*summary.sync)) rows.push_back(std::move(row));
  }
  rows.emplace_back("answered",
                    fmt::format("{}, {} of them stored meanwhile; {} stored before", format_count(progress.done),
                                format_count(progress.hits), format_count(summary.stored)));
  rows.emplace_back("cost", cost_text(progress.spending));
  if (progress.dead + summary.added.dead > 0)
    rows.emplace_back("dead", fmt::format("{}, and {} given up before; `rustassistant queue list --dead` says why",
                                          format_count(progress.dead), format_count(summary.added.dead)));
  if (progress.dropped > 0) rows.emplace_back("dropped", format_count(progress.dropped));
  if (summary.failed > 0) rows.emplace_back("not asked", counted(summary.failed, "file", "files"));
  if (summary.collected && summary.collected->batches > 0)
    rows.emplace_back("collected", collected_text(*summary.collected));
  if (summary.collected && summary.collected->open_batches > 0)
    rows.emplace_back("in batches", pending_text(*summary.collected));
  for (const app::SentBatch& batch : summary.batches)
    rows.emplace_back("sent", fmt::format("b{}: {}, at most {}, reserved until {}", batch.number,
                                          counted(batch.items, "question", "questions"),
                                          domain::format_usd(batch.reserved), to_rfc3339(batch.until)));
  if (summary.queued > 0) {
    std::string text = counted(summary.queued, "question", "questions");
    if (summary.due && summary.due->value > 0) text += ", the first of them not before " + to_rfc3339(*summary.due);
    rows.emplace_back("waiting", std::move(text));
  }
  return aligned(rows, view.columns);
}

Json build_json(const app::BuildSummary& summary) {
  const app::BuildProgress& progress = summary.progress;
  Json json = document("rustassistant.cache-build/1");
  json["provider"] = domain::name_of(summary.provider);
  json["model"] = json_text(summary.model);
  if (summary.sync) json["sync"] = sync_json(*summary.sync);
  json["stored"] = summary.stored;
  json["queued"] = summary.added.queued;
  json["known"] = summary.added.known;
  json["given_up_before"] = summary.added.dead;
  json["failed"] = summary.failed;
  json["done"] = progress.done;
  json["hits"] = progress.hits;
  json["dead"] = progress.dead;
  json["dropped"] = progress.dropped;
  json["pending"] = summary.queued;
  json["due"] = instant(summary.due && summary.due->value > 0 ? summary.due : std::nullopt);
  json["cost_nano_usd"] = amount(progress.spending.cost());
  json["estimated"] = !progress.spending.is_exact();
  json["sent"] = sent_json(summary.batches);
  json["collected"] = summary.collected ? collected_json(*summary.collected) : Json();
  if (summary.team) json["team_cache"] = team_json(*summary.team);
  json["error"] = summary.stopped_by ? error_json(*summary.stopped_by) : Json();
  return json;
}

}  // namespace

std::string queue_status(const app::QueueReport& report, const View& view) {
  return view.format == Format::json ? to_text(status_json(report)) : status_text(report, view);
}

std::string queue_list(const std::vector<Job>& jobs, bool is_cut, const View& view) {
  return view.format == Format::json ? to_text(list_json(jobs, is_cut)) : list_text(jobs, is_cut, view);
}

std::string queue_change(std::int64_t jobs, std::string_view what, const View& view) {
  return view.format == Format::json ? to_text(change_json(jobs))
                                     : counted(jobs, "job", "jobs") + " " + std::string(what) + "\n";
}

std::string queue_batch_cancelled(std::int64_t number, const View& view) {
  return view.format == Format::json
             ? to_text(change_json(0))
             : fmt::format("batch b{} cancelled; what it has answered is still collected\n", number);
}

std::string queue_collect(const app::CollectSummary& summary, const View& view) {
  if (view.format == Format::json) {
    Json json = document("rustassistant.queue-collect/1");
    json.update(collected_json(summary));
    json["errors"] = Json::array();
    for (const Error& problem : summary.problems) json["errors"].push_back(error_json(problem));
    return to_text(json);
  }
  if (summary.batches == 0 && summary.open_batches == 0) return "no batches\n";
  LabelledRows rows{{"collected", collected_text(summary)}};
  if (summary.strangers > 0) rows.emplace_back("passed over", counted(summary.strangers, "row", "rows"));
  if (summary.open_batches > 0) rows.emplace_back("waiting", pending_text(summary));
  return aligned(rows, view.columns);
}

std::string cache_build(const app::BuildSummary& summary, const View& view) {
  return view.format == Format::json ? to_text(build_json(summary)) : build_text(summary, view);
}

std::string build_line(const app::BuildProgress& progress) {
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t ended = progress.done + progress.dead + progress.dropped;
  std::string line = fmt::format("{}/{}", format_count(ended), format_count(std::max(ended, progress.total)));
  if (progress.hits > 0) line += "  " + counted(progress.hits, "hit", "hits");
  if (progress.paid > 0) line += fmt::format("  {} paid", format_count(progress.paid));
  if (progress.dead > 0) line += fmt::format("  {} dead", format_count(progress.dead));
  line += "  " + cost_text(progress.spending);
  if (progress.reserved.value > 0) line += fmt::format(" / {} reserved", domain::format_usd(progress.reserved));
  if (progress.left_us && *progress.left_us >= kSecond)
    line += "  " + format_duration(*progress.left_us / kSecond * kSecond) + " left";
  return line;
}

}  // namespace rustassistant::render
