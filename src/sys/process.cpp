// SPDX-License-Identifier: MIT
#include "rustassistant/sys/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {
namespace {

constexpr std::size_t kMostErrors = 64U << 10U;

// The null-terminated array that exec wants. The strings must outlive it.
std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// The file actions of a child: standard input, output and error.
class Redirections {
 public:
  Redirections() { ::posix_spawn_file_actions_init(&actions_); }
  ~Redirections() { ::posix_spawn_file_actions_destroy(&actions_); }
  Redirections(const Redirections&) = delete;
  Redirections& operator=(const Redirections&) = delete;

  void to_null(int descriptor) { ::posix_spawn_file_actions_addopen(&actions_, descriptor, "/dev/null", O_RDWR, 0); }
  void to(int descriptor, int target) { ::posix_spawn_file_actions_adddup2(&actions_, target, descriptor); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

tl::unexpected<Error> cannot_run(const std::string& program, const std::string& why) {
  return fail(Errc::input, "cannot run " + sys::quoted(program) + ": " + why);
}

int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Result<int> wait_for(pid_t child, const std::string& program) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return fail(Errc::input, "cannot wait for " + sys::quoted(program) + ": " + errno_text(errno));
  }
  return exit_status(status);
}

struct Pipe {
  FileHandle read;
  FileHandle write;
};

Result<Pipe> open_pipe(const std::string& program) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot_run(program, errno_text(errno));
  return Pipe{FileHandle(ends[0]), FileHandle(ends[1])};
}

// This process's environment with `changes` applied.
std::vector<std::string> changed_environment(const std::vector<Variable>& changes) {
  std::vector<std::string> entries;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto is_changed = [&text](const Variable& change) { return text.substr(0, text.find('=')) == change.name; };
    if (std::none_of(changes.begin(), changes.end(), is_changed)) entries.emplace_back(text);
  }
  for (const Variable& change : changes) {
    if (change.value) entries.push_back(change.name + "=" + *change.value);
  }
  return entries;
}

// Reads both pipes to their ends. Nothing: done; else why the child must be killed.
std::optional<std::string> drain(Pipe& output, Pipe& errors, Ran& ran, const RunLimits& limits) {
  const auto deadline = std::chrono::steady_clock::now() + limits.time;
  std::array<pollfd, 2> ends{{{output.read.descriptor(), POLLIN, 0}, {errors.read.descriptor(), POLLIN, 0}}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return "it took longer than " + std::to_string(limits.time.count() / 1000) + " s";
    const int ready = ::poll(ends.data(), ends.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
    if (ready < 0 && errno != EINTR) return errno_text(errno);
    if (ready <= 0) continue;
    for (pollfd& end : ends) {
      if (end.fd < 0 || end.revents == 0) continue;
      std::array<char, 65'536> buffer{};
      const ssize_t got = ::read(end.fd, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        end.fd = -1;
        continue;
      }
      const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
      if (&end == ends.data()) {
        if (ran.output.size() + piece.size() > limits.max_output) return "its output is too large";
        ran.output += piece;
      } else {
        ran.errors += piece.substr(0, kMostErrors - std::min(kMostErrors, ran.errors.size()));
      }
    }
  }
  return std::nullopt;
}

bool is_executable(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<void> run_apart(const std::vector<std::string>& command, std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds kPause{20};
  const std::string& program = command.front();
  const auto arguments = pointers_to(command);
  Redirections redirections;
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) redirections.to_null(stream);
  posix_spawnattr_t attributes{};
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, program.c_str(), redirections.get(), &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) return cannot_run(program, errno_text(error));
  int status = 0;
  for (auto left = time; left.count() > 0; left -= kPause) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) {
      if (exit_status(status) == 0) return {};
      return cannot_run(program, "it ended with status " + std::to_string(exit_status(status)));
    }
    ::poll(nullptr, 0, static_cast<int>(kPause.count()));
  }
  return {};
}

Result<Ran> run_captured(const std::vector<std::string>& command, const std::vector<Variable>& changes,
                         const RunLimits& limits) {
  const std::string& program = command.front();
  const auto arguments = pointers_to(command);
  const auto entries = changed_environment(changes);
  const auto environment = pointers_to(entries);
  TRY_ASSIGN(Pipe output, open_pipe(program));
  TRY_ASSIGN(Pipe errors, open_pipe(program));
  Redirections redirections;
  redirections.to_null(STDIN_FILENO);
  redirections.to(STDOUT_FILENO, output.write.descriptor());
  redirections.to(STDERR_FILENO, errors.write.descriptor());
  pid_t child = 0;
  const int error =
      ::posix_spawn(&child, program.c_str(), redirections.get(), nullptr, arguments.data(), environment.data());
  if (error != 0) return cannot_run(program, errno_text(error));
  output.write = FileHandle();
  errors.write = FileHandle();
  Ran ran;
  const auto trouble = drain(output, errors, ran, limits);
  if (trouble) ::kill(child, SIGKILL);
  TRY_ASSIGN(ran.status, wait_for(child, program));
  if (trouble) return cannot_run(program, *trouble);
  return ran;
}

std::optional<std::string> find_program(std::string_view name, std::string_view path) {
  for (const std::string_view folder : split(path, ':')) {
    if (!folder.starts_with('/')) continue;
    std::string candidate = joined(folder, name);
    if (is_executable(candidate)) return candidate;
  }
  return std::nullopt;
}

}  // namespace rustassistant::sys
