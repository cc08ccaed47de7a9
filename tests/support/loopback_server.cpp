// SPDX-License-Identifier: MIT
#include "support/loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>

#include "rustassistant/base/text.hpp"

namespace rustassistant::test {
namespace {

using Manner = ScriptedReply::Manner;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_more(int socket, std::string& buffer) {
  char bytes[16384];
  const ssize_t count = ::recv(socket, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer.append(bytes, static_cast<std::size_t>(count));
  return true;
}

ReceivedRequest parse_head(std::string_view head) {
  ReceivedRequest request;
  const auto lines = split(head, '\n');
  const auto words = split(trim(lines.front()), ' ');
  if (words.size() == 3) {
    request.method = words[0];
    request.path = words[1];
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string_view::npos) continue;
    request.headers[to_lower(trim(lines[i].substr(0, colon)))] = trim(lines[i].substr(colon + 1));
  }
  return request;
}

// The next request of a connection; nothing once the other side has closed it. `buffer` keeps what came early.
std::optional<ReceivedRequest> receive_request(int socket, std::string& buffer) {
  std::size_t head_end = 0;
  while ((head_end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_more(socket, buffer)) return std::nullopt;
  }
  ReceivedRequest request = parse_head(std::string_view(buffer).substr(0, head_end));
  const auto length = request.headers.find("content-length");
  const auto body_size =
      static_cast<std::size_t>(length == request.headers.end() ? 0 : parse_integer(length->second).value_or(0));
  const std::size_t body_start = head_end + 4;
  while (buffer.size() < body_start + body_size) {
    if (!receive_more(socket, buffer)) return std::nullopt;
  }
  request.body = buffer.substr(body_start, body_size);
  buffer.erase(0, body_start + body_size);
  return request;
}

std::string head_of(const ScriptedReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
  const bool chunked = reply.manner == Manner::chunked || reply.manner == Manner::bad_chunk;
  head += chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  return head + "\r\n";
}

std::string in_chunks(std::string_view body) {
  constexpr std::size_t kChunk = 7;
  std::string chunks;
  for (; !body.empty(); body.remove_prefix(std::min(kChunk, body.size()))) {
    const auto chunk = body.substr(0, kChunk);
    chunks += std::to_string(chunk.size()) + "\r\n" + std::string(chunk) + "\r\n";
  }
  return chunks + "0\r\n\r\n";
}

// Whether the connection may carry another request.
bool send_reply(int socket, const ScriptedReply& reply) {
  switch (reply.manner) {
    case Manner::plain:
      return send_all(socket, head_of(reply) + reply.body);
    case Manner::chunked:
      return send_all(socket, head_of(reply) + in_chunks(reply.body));
    case Manner::bad_chunk:
      static_cast<void>(send_all(socket, head_of(reply) + "what?\r\n" + reply.body));
      return false;
    case Manner::dribble:
      for (const char byte : head_of(reply) + reply.body) {
        if (!send_all(socket, {&byte, 1})) return false;
      }
      return true;
    case Manner::cut:
      static_cast<void>(send_all(socket, head_of(reply) + reply.body.substr(0, reply.body.size() / 2)));
      return false;
    case Manner::no_reply:
      return false;
    case Manner::garbage:
      static_cast<void>(send_all(socket, reply.body));
      return false;
  }
  return false;
}

LoopbackServer::Handler handler_of(std::vector<ScriptedReply> script) {
  auto next = std::make_shared<std::size_t>(0);
  return [script = std::move(script), next](const ReceivedRequest&) {
    if (*next < script.size()) return script[(*next)++];
    return ScriptedReply{.status = 500, .body = "the script is over", .headers = {}};
  };
}

}  // namespace

LoopbackServer::LoopbackServer(std::vector<ScriptedReply> script) : LoopbackServer(handler_of(std::move(script))) {}

LoopbackServer::LoopbackServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread(&LoopbackServer::accept_connections, this);
}

LoopbackServer::~LoopbackServer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  changed_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  for (const int socket : sockets_) ::close(socket);
  ::close(listener_);
}

std::string LoopbackServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::vector<ReceivedRequest> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return sockets_.size();
}

bool LoopbackServer::wait_for_requests(std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_.size() >= count; });
}

void LoopbackServer::release() {
  {
    const std::lock_guard lock(mutex_);
    released_ = true;
  }
  changed_.notify_all();
}

void LoopbackServer::accept_connections() {
  while (true) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (socket < 0 || ending_) {
      if (socket >= 0) ::close(socket);
      return;
    }
    const int no_delay = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    sockets_.push_back(socket);
    workers_.emplace_back(&LoopbackServer::serve, this, socket);
  }
}

// Sockets are closed by the destructor only, so that their numbers are not used again while the server lives.
void LoopbackServer::serve(int socket) {
  std::string buffer;
  while (const auto request = receive_request(socket, buffer)) {
    if (!send_reply(socket, answer_to(*request))) break;
  }
  ::shutdown(socket, SHUT_RDWR);
}

ScriptedReply LoopbackServer::answer_to(const ReceivedRequest& request) {
  std::unique_lock lock(mutex_);
  requests_.push_back(request);
  changed_.notify_all();
  ScriptedReply reply = handler_(request);
  if (reply.held) changed_.wait(lock, [&] { return released_ || ending_; });
  return reply;
}

}  // namespace rustassistant::test
