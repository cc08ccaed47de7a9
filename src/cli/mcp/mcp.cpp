// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mcp_command.hpp"
#include "mcp_tools.hpp"
#include "protocol.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {
namespace {

// Standard input, line by line.
class LineReader {
 public:
  explicit LineReader(sys::FileReader reader) : reader_(std::move(reader)) {}

  // Nothing: the end. A line that is too long is cut where that shows: it is then no JSON.
  [[nodiscard]] Result<std::optional<std::string>> next() {
    while (true) {
      const std::size_t feed = kept_.find('\n');
      if (feed != std::string::npos) {
        std::string line = kept_.substr(0, feed);
        kept_.erase(0, feed + 1);
        if (!skipping_) return line;
        skipping_ = false;
        continue;
      }
      if (kept_.size() > kMaxMcpLine) {
        std::string line = std::exchange(kept_, {});
        if (!std::exchange(skipping_, true)) return line;
      }
      TRY_ASSIGN(const std::string piece, reader_.read(kPiece));
      if (piece.empty()) {
        if (kept_.empty() || skipping_) return std::nullopt;
        return std::exchange(kept_, {});
      }
      kept_ += piece;
    }
  }

 private:
  static constexpr std::size_t kPiece = 1U << 16U;
  sys::FileReader reader_;
  std::string kept_;
  bool skipping_ = false;  // the rest of a line that was too long
};

}  // namespace

Result<int> run_mcp(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const std::vector<Tool> tools = mcp_tools(context, loaded, folder);
  TRY_ASSIGN(sys::FileReader input, sys::FileReader::open("-"));
  LineReader lines(std::move(input));
  while (!sys::stop_requested()) {
    TRY_ASSIGN(const std::optional<std::string> line, lines.next());
    if (!line) return 0;
    const auto reply = mcp_reply(*line, tools, RUSTASSISTANT_VERSION);
    if (!reply) continue;
    TRY_ASSIGN(const sys::Written written, sys::write_stream(sys::Stream::out, *reply + "\n"));
    if (written == sys::Written::closed) return 0;
  }
  return tl::unexpected(sys::stop_error());
}

}  // namespace rustassistant::cli
