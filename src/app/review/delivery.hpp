// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/domain/baseline.hpp"
#include "tally.hpp"

namespace rustassistant::app {

// The way of a result from the review to the listener: it gets its findings' identity, is compared with the baseline,
// and is counted. Only with a baseline do results wait for the whole run: a file that was renamed is known at its end.
class Delivery {
 public:
  // All must outlive this. Reads the baseline. Errors: input (there is none), config (it cannot be read).
  [[nodiscard]] static Result<Delivery> open(const AnalyzeRequest& request, const Choice& choice,
                                             const Services& services, const AnalyzeListener& listener,
                                             AnalyzeSummary& summary);

  // In the order of the paths.
  void take(FileResult result);
  // After the last one. An Error (storage) where the baseline cannot be written.
  [[nodiscard]] Result<void> finish();
  // The listener wants no more. Safe to call from any thread.
  [[nodiscard]] bool is_abandoned() const { return *abandoned_; }

 private:
  Delivery(const AnalyzeRequest& request, const Choice& choice, const Services& services,
           const AnalyzeListener& listener, AnalyzeSummary& summary)
      : request_(request),
        services_(services),
        listener_(listener),
        summary_(summary),
        tally_(summary, request, choice) {}

  void deliver(const FileResult& result);
  void tell_mistakes(const FileResult& result);
  [[nodiscard]] Result<void> compare_with_baseline();

  const AnalyzeRequest& request_;
  const Services& services_;
  const AnalyzeListener& listener_;
  AnalyzeSummary& summary_;
  Tally tally_;
  std::set<std::string, std::less<>> fingerprints_;
  std::vector<domain::BaselineEntry> baseline_;
  std::vector<FileResult> waiting_;  // with a baseline
  std::unique_ptr<std::atomic<bool>> abandoned_ = std::make_unique<std::atomic<bool>>(false);
};

}  // namespace rustassistant::app
