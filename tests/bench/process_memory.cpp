// SPDX-License-Identifier: MIT
// process_memory LABEL GOAL COMMAND...: runs the command once and prints its anonymous memory at the end, when it has
// taken all it takes, and how long it took. Unlike the resident set, that does not depend on what of the executable is
// in the page cache.
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

double anonymous_megabytes(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return static_cast<double>(std::strtol(line.c_str() + 8, nullptr, 10)) / 1024;
  }
  fail("read /proc");
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
  std::printf("| %s | %.2f MB | | %s | %.1f s | |\n", argv[1], anonymous_megabytes(process), argv[2], time.count());
  return 0;
}
