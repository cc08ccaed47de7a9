// SPDX-License-Identifier: MIT
#include "rustassistant/app/ledger_archive.hpp"

#include <optional>

#include "ledger_lines.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kBatch = 500;         // calls in one transaction
constexpr std::size_t kMostRefusals = 100;  // that are told one by one

class LedgerReader {
 public:
  explicit LedgerReader(const Services& services) : services_(services) {}

  Result<void> line(std::string_view text) {
    ++line_;
    if (line_ == 1) return begin(text);
    if (ended_) return refuse(0, "there is data after its end");
    auto parsed = parse_ledger_line(text);
    if (!parsed) {
      ++import_.refused;
      return refuse(line_, parsed.error().what);
    }
    if (!parsed->call) {
      ended_ = true;
      announced_ = parsed->calls;
      return {};
    }
    ++calls_;
    batch_.push_back(*std::move(parsed->call));
    return batch_.size() < kBatch ? Result<void>() : flush();
  }

  Result<LedgerImport> finish() {
    if (line_ == 0) TRY(begin(""));
    TRY(flush());
    if (!ended_) {
      TRY(refuse(0, "it is cut off"));
    } else if (announced_ != calls_ + import_.refused) {
      TRY(refuse(0, "it says it holds " + std::to_string(announced_) + " calls, and has " +
                        std::to_string(calls_ + import_.refused)));
    }
    return std::move(import_);
  }

 private:
  Result<void> begin(std::string_view text) {
    TRY_ASSIGN(const ledger::LedgerHead head, parse_head_line(text));
    TRY_ASSIGN(ledger_, open_ledger(services_, ledger::IfMissing::begin));
    return ledger_->take_over(head);
  }

  Result<void> flush() {
    if (batch_.empty()) return {};
    TRY_ASSIGN(const ledger::ImportCount count, ledger_->import(std::span<const ledger::CallRecord>(batch_)));
    import_.calls.added += count.added;
    import_.calls.present += count.present;
    import_.calls.closed += count.closed;
    import_.calls.later += count.later;
    batch_.clear();
    return {};
  }

  Result<void> refuse(std::int64_t line, std::string reason) {
    if (line == 0 || import_.refusals.size() < kMostRefusals) import_.refusals.push_back({line, std::move(reason)});
    return {};
  }

  const Services& services_;
  std::unique_ptr<ledger::Ledger> ledger_;
  LedgerImport import_;
  std::vector<ledger::CallRecord> batch_;
  std::int64_t line_ = 0;
  std::int64_t calls_ = 0;
  std::int64_t announced_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<std::int64_t> export_ledger(const Services& services, const std::function<void(std::string_view)>& sink) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
  std::int64_t calls = 0;
  TRY(ledger->read_all([&](const ledger::LedgerHead& head) { sink(head_line(head) + "\n"); },
                       [&](const ledger::CallRecord& call) {
                         ++calls;
                         sink(call_line(call) + "\n");
                       }));
  sink(end_line(calls) + "\n");
  return calls;
}

Result<LedgerImport> import_ledger(const Services& services, const std::function<Result<std::string>()>& source) {
  LedgerReader reader(services);
  std::string rest;
  while (true) {
    TRY_ASSIGN(const std::string piece, source());
    if (piece.empty()) break;
    rest += piece;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1)
      TRY(reader.line(std::string_view(rest).substr(begin, end - begin)));
    rest.erase(0, begin);
    if (rest.size() > kMaxLedgerLine) return fail(Errc::input, "a line is longer than any line of a ledger");
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  }
  if (!rest.empty()) TRY(reader.line(rest));
  return reader.finish();
}

}  // namespace rustassistant::app
