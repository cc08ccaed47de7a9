// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace rustassistant::test {

struct ReceivedRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case
  std::string body;
};

struct ScriptedReply {
  enum class Manner : std::uint8_t {
    plain,      // with Content-Length; the connection stays open
    chunked,    // in chunks of a few bytes
    bad_chunk,  // a chunk whose size is no number
    dribble,    // one byte per packet
    cut,        // half of the body, then the connection closes
    no_reply,   // the connection closes at once
    garbage,    // the body alone, without any HTTP around it
  };

  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Manner manner = Manner::plain;
  bool held = false;  // nothing is sent before release()
};

// A small HTTP/1.1 server on 127.0.0.1 with a port of its own, for tests. Serves several connections at once, records
// what it receives and answers as told. Everything ends with it, held replies too.
class LoopbackServer {
 public:
  using Handler = std::function<ScriptedReply(const ReceivedRequest&)>;

  // `handler` is called from one thread at a time.
  explicit LoopbackServer(Handler handler);
  // The replies in order; after the last one, status 500.
  explicit LoopbackServer(std::vector<ScriptedReply> script);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // "http://127.0.0.1:<port>" and the path.
  [[nodiscard]] std::string url(std::string_view path = "") const;

  [[nodiscard]] std::vector<ReceivedRequest> requests() const;
  [[nodiscard]] std::size_t connections() const;
  // Waits until that many requests have come in; false after ten seconds.
  [[nodiscard]] bool wait_for_requests(std::size_t count);
  // Lets all held replies go, and those to come.
  void release();

 private:
  void accept_connections();
  void serve(int socket);
  ScriptedReply answer_to(const ReceivedRequest& request);

  Handler handler_;
  int listener_ = -1;
  std::uint16_t port_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<ReceivedRequest> requests_;
  std::vector<int> sockets_;
  std::vector<std::thread> workers_;
  bool released_ = false;
  bool ending_ = false;
  std::thread acceptor_;
};

}  // namespace rustassistant::test
