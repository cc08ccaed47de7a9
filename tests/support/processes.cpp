// SPDX-License-Identifier: MIT
#include "support/processes.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace rustassistant::test {

std::vector<pid_t> start_processes(int count, const std::function<int(int)>& work) {
  std::vector<pid_t> children;
  for (int number = 0; number < count; ++number) {
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    // _exit: the child must not run the destructors and exit handlers of the test program.
    if (child == 0) ::_exit(work(number));
    children.push_back(child);
  }
  return children;
}

int wait_for(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) throw std::runtime_error("cannot wait for a child");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::vector<int> wait_for(const std::vector<pid_t>& children) {
  std::vector<int> results;
  for (const pid_t child : children) results.push_back(wait_for(child));
  return results;
}

}  // namespace rustassistant::test
