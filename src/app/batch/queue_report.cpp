// SPDX-License-Identifier: MIT
#include "rustassistant/app/queue_report.hpp"

#include <memory>

#include "rustassistant/app/stores.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kMostRates = 20;

Result<std::unique_ptr<queue::Queue>> open_queue(const Services& services) {
  TRY_ASSIGN(const std::string path, queue_path(services.environment));
  return queue::Queue::open(path, services.clock, queue::IfMissing::empty, services.warn);
}

Result<std::int64_t> checked(std::int64_t changed, std::optional<std::int64_t> id, const char* state) {
  if (id && changed == 0)
    return fail(Errc::usage, "there is no " + std::string(state) + " job " + std::to_string(*id),
                "`rustassistant queue list` shows the jobs");
  return changed;
}

}  // namespace

std::int64_t ended_batches(const Services& services) {
  const auto jobs = open_queue(services);
  return jobs ? (*jobs)->ended_batches().value_or(0) : 0;
}

Result<QueueReport> queue_report(const Services& services) {
  QueueReport report;
  report.now = services.clock.now();
  TRY_ASSIGN(report.path, queue_path(services.environment));
  TRY_ASSIGN(const auto jobs, open_queue(services));
  TRY_ASSIGN(report.standing, jobs->standing());
  TRY_ASSIGN(report.rates, jobs->rates(kMostRates));
  TRY_ASSIGN(report.batches, batch_views(services));
  return report;
}

Result<std::vector<queue::Job>> queue_jobs(const Services& services, std::optional<queue::JobState> state,
                                           std::size_t most) {
  TRY_ASSIGN(const auto jobs, open_queue(services));
  return jobs->list(state, most);
}

Result<std::int64_t> retry_jobs(const Services& services, std::optional<std::int64_t> id) {
  TRY_ASSIGN(const auto jobs, open_queue(services));
  TRY_ASSIGN(const std::int64_t changed, jobs->retry(id));
  return checked(changed, id, "dead");
}

Result<std::int64_t> cancel_jobs(const Services& services, std::optional<std::int64_t> id) {
  TRY_ASSIGN(const auto jobs, open_queue(services));
  TRY_ASSIGN(const std::int64_t changed, jobs->cancel(id));
  return checked(changed, id, "queued");
}

}  // namespace rustassistant::app
