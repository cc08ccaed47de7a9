// SPDX-License-Identifier: MIT
#include "rustassistant/sys/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {
namespace {

int descriptor_of(Stream stream) {
  return stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO;
}

}  // namespace

void occupy_missing_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free number is this one. Opened for the direction that nobody needs.
    if (::fcntl(descriptor, F_GETFD) < 0) ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

bool is_terminal(Stream stream) {
  return ::isatty(descriptor_of(stream)) == 1;
}

std::optional<int> terminal_width(Stream stream) {
  winsize size{};
  if (::ioctl(descriptor_of(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool use_color(ColorChoice choice, const Environment& environment, bool terminal) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (environment.value("NO_COLOR")) return false;
  if (const auto force = environment.value("CLICOLOR_FORCE"); force && *force != "0") return true;
  return terminal && environment.value("TERM") != "dumb";
}

Result<Written> write_stream(Stream stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_of(stream), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return Written::closed;
    if (written < 0) {
      return fail(Errc::storage, std::string("cannot write to standard ") +
                                     (stream == Stream::out ? "output: " : "error: ") + errno_text(errno));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Written::all;
}

bool is_closed(Stream stream) {
  pollfd waiting{descriptor_of(stream), 0, 0};
  return ::poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLERR) != 0;
}

}  // namespace rustassistant::sys
