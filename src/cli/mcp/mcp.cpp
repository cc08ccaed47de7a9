// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <utility>

#include "lines.hpp"
#include "mcp_command.hpp"
#include "mcp_tools.hpp"
#include "protocol.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::size_t kPiece = 1U << 16U;  // bytes

// The next line of the input; nothing: the end.
Result<std::optional<std::string>> next_line(McpLines& lines, sys::FileReader& input) {
  while (true) {
    if (auto line = lines.next()) return line;
    TRY_ASSIGN(const std::string piece, input.read(kPiece));
    if (piece.empty()) return lines.rest();
    lines.add(piece);
  }
}

}  // namespace

Result<int> run_mcp(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const McpServer server = mcp_server(context, loaded, folder);
  TRY_ASSIGN(sys::FileReader input, sys::FileReader::open("-"));
  McpLines lines(kMaxMcpLine);
  while (!sys::stop_requested()) {
    TRY_ASSIGN(const std::optional<std::string> line, next_line(lines, input));
    if (!line) return 0;
    const auto reply = mcp_reply(*line, server);
    if (!reply) continue;
    TRY_ASSIGN(const sys::Written written, sys::write_stream(sys::Stream::out, *reply + "\n"));
    if (written == sys::Written::closed) return 0;
  }
  return tl::unexpected(sys::stop_error());
}

}  // namespace rustassistant::cli
