// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/build.hpp"
#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/render/view.hpp"

// The queue and what works it off. Pure.
namespace rustassistant::render {

[[nodiscard]] std::string queue_status(const app::QueueReport& report, const View& view);
// `is_cut`: there are more.
[[nodiscard]] std::string queue_list(const std::vector<queue::Job>& jobs, bool is_cut, const View& view);
// `what`: "queued again", "cancelled".
[[nodiscard]] std::string queue_change(std::int64_t jobs, std::string_view what, const View& view);
// The provider was asked to stop batch `number`.
[[nodiscard]] std::string queue_batch_cancelled(std::int64_t number, const View& view);

[[nodiscard]] std::string queue_collect(const app::CollectSummary& summary, const View& view);

[[nodiscard]] std::string cache_build(const app::BuildSummary& summary, const View& view);
// One line: "12/412  3 hits  1 dead  $0.0200  7 m 05 s left".
[[nodiscard]] std::string build_line(const app::BuildProgress& progress);

}  // namespace rustassistant::render
