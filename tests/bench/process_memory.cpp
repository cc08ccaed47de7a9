// SPDX-License-Identifier: MIT
// process_memory LABEL GOAL COMMAND...: runs the command once and prints its anonymous memory where it was largest, and
// how long it took: the highest resident set without what of it is mapped files at the end, which only ever grows and
// depends on what of the executable is in the page cache.
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "process_memory: cannot %s\n", what);
  std::exit(1);
}

[[noreturn]] void become(char** command) {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);
  ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  ::execvp(command[0], command);
  ::_exit(127);
}

double megabytes(pid_t process, std::string_view field) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(field)) continue;
    return static_cast<double>(std::strtol(line.c_str() + field.size(), nullptr, 10)) / 1024;
  }
  fail("read /proc");
}

double most_anonymous_megabytes(pid_t process) {
  return megabytes(process, "VmHWM:") - megabytes(process, "RssFile:") - megabytes(process, "RssShmem:");
}

bool is_at_exit(int status) {
  return WIFSTOPPED(status) && status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
}

// Lets the process run to the point where it exits and its memory still stands.
void run_to_exit(pid_t process) {
  int status = 0;
  if (::waitpid(process, &status, 0) < 0 || !WIFSTOPPED(status)) fail("start the command");
  ::ptrace(PTRACE_SETOPTIONS, process, nullptr, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
  while (!is_at_exit(status)) {
    const int signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
    ::ptrace(PTRACE_CONT, process, nullptr, signal);
    if (::waitpid(process, &status, 0) < 0 || !WIFSTOPPED(status)) fail("follow the command");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t process = ::fork();
  if (process == 0) become(argv + 3);
  if (process < 0) fail("fork");
  run_to_exit(process);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  std::printf("| %s | %.2f MB | | %s | %.1f s | |\n", argv[1], most_anonymous_megabytes(process), argv[2],
              time.count());
  return 0;
}
