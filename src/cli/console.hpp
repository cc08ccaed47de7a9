// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"

namespace rustassistant::cli {

// What the user reads beside the result, on standard error: errors, warnings, hints, and one line of progress on a
// terminal. Safe to use from several threads. Text is neutralized.
class Console {
 public:
  Console(bool color, bool terminal, bool quiet) : color_(color), terminal_(terminal), quiet_(quiet) {}
  ~Console() { clear_progress(); }
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void error(const Error& error);
  // Each text once: several steps of a command may come upon the same.
  void warning(const std::string& text);
  void hint(const std::string& text);
  // A line without a label.
  void remark(const std::string& text);
  // Progress for those who read a log: a line of its own; nothing on a terminal, which has progress().
  void note(const std::string& text);
  // Whether somebody is there to answer: standard input and standard error are terminals.
  [[nodiscard]] bool can_ask() const;
  // Asks; true for y or yes.
  [[nodiscard]] bool ask(const std::string& question);
  // Replaces the line of progress; nothing where standard error is no terminal. The line is cut to its width.
  void progress(const std::string& text);
  // The same for harmless text that is made for a width.
  void progress(const std::function<std::string(std::size_t columns)>& line_of);
  void clear_progress();

 private:
  void line(const std::string& label, std::string_view color, const std::string& text);
  void erase_progress_line();

  bool color_;
  bool terminal_;
  bool quiet_;
  std::mutex mutex_;
  std::set<std::string> warnings_;
  bool progress_shown_ = false;
};

// The progress of something long, for whoever watches: a line that is replaced on a terminal, else a note now and then.
class ProgressLog {
 public:
  ProgressLog(Console& console, const Clock& clock, std::chrono::steady_clock::duration between_notes)
      : console_(console), clock_(clock), between_notes_(between_notes), noted_(clock.steady_now()) {}
  void operator()(const std::string& text);

 private:
  Console& console_;
  const Clock& clock_;
  std::chrono::steady_clock::duration between_notes_;
  std::chrono::steady_clock::time_point noted_;
};

}  // namespace rustassistant::cli
