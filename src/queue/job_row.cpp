// SPDX-License-Identifier: MIT
#include "job_row.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::queue {
namespace {

template <typename Enum>
Enum enum_in(const db::Statement& row, int column, std::int64_t last) {
  return static_cast<Enum>(std::clamp<std::int64_t>(row.integer(column), 0, last));
}

std::array<std::uint8_t, 32> digest_in(const db::Statement& row, int column) {
  std::array<std::uint8_t, 32> digest{};
  const db::Blob bytes = row.blob(column);
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace

Job job_in(const db::Statement& row) {
  constexpr std::int64_t kLastType = 3;
  constexpr std::int64_t kLastProvider = 5;
  Job job;
  job.id = row.integer(0);
  job.ask.key = digest_in(row, 1);
  job.ask.type = enum_in<domain::AnalysisType>(row, 2, kLastType);
  job.ask.repo_id = row.text(3);
  job.ask.repo_path = row.text(4);
  job.ask.path = row.text(5);
  job.ask.content_hash = digest_in(row, 6);
  job.ask.provider = enum_in<domain::Provider>(row, 7, kLastProvider);
  job.ask.model = row.text(8);
  job.ask.priority = enum_in<Priority>(row, 9, kPriorities - 1);
  job.state = enum_in<JobState>(row, 10, kJobStates - 1);
  job.attempts = static_cast<int>(std::clamp<std::int64_t>(row.integer(11), 0, 1'000'000));
  job.not_before = {row.integer(12)};
  job.last_code = row.text(13);
  job.last_message = row.text(14);
  job.enqueued_at = {row.integer(15)};
  if (const auto finished = row.optional_integer(16)) job.finished_at = UnixMillis{*finished};
  job.ask.warms = row.integer(17) != 0;
  return job;
}

std::string stored_message(std::string_view message) {
  std::string text = neutralise(message);
  if (text.size() <= kMostMessage) return text;
  std::size_t end = kMostMessage;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text;
}

}  // namespace rustassistant::queue
