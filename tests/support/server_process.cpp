// SPDX-License-Identifier: MIT
#include "support/server_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "support/processes.hpp"
#include "support/source_folder.hpp"

namespace rustassistant::test {
namespace {

[[noreturn]] void become(const std::vector<std::string>& command, int output) {
  // A test that is killed leaves no server.
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words.front(), words.data());
  ::_exit(127);
}

std::string script(const std::string& name) {
  return source_folder() + "/tests/servers/" + name;
}

}  // namespace

std::uint16_t free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(listener);
  if (!bound) throw std::runtime_error("no port is free");
  return ntohs(address.sin_port);
}

ServerProcess::ServerProcess(std::vector<std::string> command, const std::string& ready) {
  command.front() = script(command.front());
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) become(command, pipe[1]);
  ::close(pipe[1]);
  output_ = pipe[0];
  std::string said;
  std::array<char, 4096> buffer{};
  while (said.find(ready) == std::string::npos) {
    const ssize_t count = ::read(output_, buffer.data(), buffer.size());
    if (count <= 0) {
      ::close(output_);
      static_cast<void>(wait_for(pid_));
      throw std::runtime_error(command.front() + " did not start: " + said);
    }
    said.append(buffer.data(), static_cast<std::size_t>(count));
  }
  reader_ = std::thread([output = output_] {
    std::array<char, 4096> rest{};
    while (::read(output, rest.data(), rest.size()) > 0) {
    }
  });
}

ServerProcess::~ServerProcess() {
  stop();
}

void ServerProcess::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGINT);
  static_cast<void>(wait_for(std::exchange(pid_, -1)));
  reader_.join();
  ::close(output_);
}

Certificates::Certificates() {
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0711));
  const std::string command = "'" + script("certificates") + "' '" + folder_.path().string() + "'";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("no certificates");
}

std::string Certificates::folder_for(const std::string& server) const {
  const auto folder = folder_.path() / server;
  std::filesystem::create_directory(folder);
  for (const char* const name : {"ca.pem", "server.pem", "server.key"})
    std::filesystem::copy_file(folder_.path() / name, folder / name);
  return folder.string();
}

}  // namespace rustassistant::test
