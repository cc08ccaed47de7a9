// SPDX-License-Identifier: MIT
#include "console.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "rustassistant/base/text.hpp"
#include "rustassistant/render/table.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {
namespace {

// Nobody is left to tell when standard error itself cannot be written.
void write(std::string_view text) {
  (void)sys::write_stream(sys::Stream::err, text);
}

}  // namespace

void Console::error(const Error& error) {
  line("error", "1;31", error.what);
  if (!error.hint.empty()) line("hint", "36", error.hint);
}

void Console::warning(const std::string& text) {
  constexpr std::size_t kMostKept = 1000;
  {
    const std::scoped_lock lock(mutex_);
    if (warnings_.size() == kMostKept) warnings_.clear();
    if (!warnings_.insert(text).second) return;
  }
  if (!quiet_) line("warning", "33", text);
}

void Console::hint(const std::string& text) {
  if (!quiet_) line("hint", "36", text);
}

void Console::remark(const std::string& text) {
  if (quiet_ || text.empty()) return;
  const std::scoped_lock lock(mutex_);
  erase_progress_line();
  write(neutralise(text) + "\n");
}

bool Console::can_ask() const {
  return terminal_ && ::isatty(STDIN_FILENO) == 1;
}

bool Console::ask(const std::string& question) {
  {
    const std::scoped_lock lock(mutex_);
    erase_progress_line();
    write(neutralise(question) + " [y/N] ");
  }
  std::string answer;
  std::getline(std::cin, answer);
  answer = to_lower(trim(answer));
  return answer == "y" || answer == "yes";
}

void Console::note(const std::string& text) {
  if (!quiet_ && !terminal_) line("note", "36", text);
}

void Console::progress(const std::string& text) {
  progress([&](std::size_t columns) { return render::fitted(neutralise(text), columns); });
}

void Console::progress(const std::function<std::string(std::size_t columns)>& line_of) {
  if (quiet_ || !terminal_) return;
  const std::scoped_lock lock(mutex_);
  const auto width = static_cast<std::size_t>(std::max(2, sys::terminal_width(sys::Stream::err).value_or(80)));
  write("\r\x1b[K" + line_of(width - 1));
  progress_shown_ = true;
}

void Console::clear_progress() {
  const std::scoped_lock lock(mutex_);
  erase_progress_line();
}

void Console::line(const std::string& label, std::string_view color, const std::string& text) {
  const std::scoped_lock lock(mutex_);
  erase_progress_line();
  const std::string painted = color_ ? "\x1b[" + std::string(color) + "m" + label + "\x1b[0m" : label;
  write(painted + ": " + neutralise(text) + "\n");
}

void Console::erase_progress_line() {
  if (progress_shown_) write("\r\x1b[K");
  progress_shown_ = false;
}

void ProgressLog::operator()(const std::string& text) {
  console_.progress(text);
  const auto now = clock_.steady_now();
  if (now - noted_ < between_notes_) return;
  noted_ = now;
  console_.note(text);
}

}  // namespace rustassistant::cli
