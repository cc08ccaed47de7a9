// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/db/statement.hpp"
#include "rustassistant/queue/job.hpp"

namespace rustassistant::queue {

// The columns that job_in() reads, in its order.
#define RUSTASSISTANT_JOB_COLUMNS                                                                                \
  "id, key, type, repo, repo_path, path, content_hash, provider, model, priority, state, attempts, not_before, " \
  "last_code, last_message, enqueued_at, finished_at, warms"

[[nodiscard]] Job job_in(const db::Statement& row);

// A text for a column of the table: harmless on a terminal, and bounded.
[[nodiscard]] std::string stored_message(std::string_view message);

}  // namespace rustassistant::queue
