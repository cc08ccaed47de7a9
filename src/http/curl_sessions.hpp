// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <vector>

#include "rustassistant/http/curl_transport.hpp"

namespace rustassistant::http {

struct CloseEasy {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct CloseMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, CloseEasy>;
using MultiHandle = std::unique_ptr<CURLM, CloseMulti>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// What one thread needs for one request at a time. The multi handle keeps its connections open between requests.
struct Session {
  MultiHandle multi;
  EasyHandle easy;  // after `multi`: must go first
};

// Sessions not in use. There are never more than there were requests at once.
class CurlTransport::Sessions {
 public:
  // Initialises libcurl when called first. Null where libcurl cannot start.
  [[nodiscard]] std::unique_ptr<Session> take();
  void give_back(std::unique_ptr<Session> session);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace rustassistant::http
