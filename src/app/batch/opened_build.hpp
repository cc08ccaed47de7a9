// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "questions.hpp"
#include "team_cache.hpp"

namespace rustassistant::app {

// A build between its beginning and its end, however its questions are asked: what it is about, the stores that it
// uses, and what has come of it so far.
class OpenedBuild {
 public:
  // Collects what earlier batches have brought, where they are due, and queues the questions. All must outlive this.
  // Errors as those of build().
  [[nodiscard]] static Result<std::unique_ptr<OpenedBuild>> open(const BuildRequest& request,
                                                                 const config::Loaded& loaded,
                                                                 const Services& services);

  [[nodiscard]] const BuildRequest& request() const { return request_; }
  [[nodiscard]] const BuildScope& scope() const { return scope_; }
  [[nodiscard]] Stores& stores() { return stores_; }
  [[nodiscard]] queue::Queue& jobs() { return *jobs_; }
  [[nodiscard]] ledger::BatchBooks& books() { return *books_; }
  [[nodiscard]] BuildSummary& summary() { return summary_; }
  // An answer that was just stored goes to the team's store, where there is one. For any thread.
  void offer(const FileResult& result, const Choice& choice) {
    if (team_) team_->offer(result, choice);
  }

  // Says what is left, closes the stores, and keeps what a sync has seen. A warming run that ends at its cap has done
  // what it was to do. Errors: storage.
  [[nodiscard]] Result<BuildSummary> close();

 private:
  OpenedBuild(const BuildRequest& request, BuildScope scope, const Services& services);
  [[nodiscard]] Result<void> begin();
  [[nodiscard]] Result<void> ask_team();
  void heed_collected(UnixMillis begun);

  const BuildRequest& request_;
  const Services& services_;
  const BuildScope scope_;
  BuildSummary summary_;
  Stores stores_;
  std::unique_ptr<TeamCache> team_;  // null: no store is configured
  queue::Queue* jobs_ = nullptr;
  std::unique_ptr<ledger::BatchBooks> books_;
  SeenChange seen_;
};

}  // namespace rustassistant::app
