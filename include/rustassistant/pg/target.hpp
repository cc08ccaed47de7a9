// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"

namespace rustassistant::pg {

// One of the servers that a URL names, to be tried in turn.
struct Host {
  std::string name;  // a name, an address, or the folder of a Unix socket
  std::string port = "5432";

  [[nodiscard]] bool is_socket() const { return name.starts_with('/') || name.starts_with('@'); }
};

// Which database, as whom, and how the server is verified: a `postgresql://` URL taken apart. Nothing of it comes from
// the environment or from the user's files.
class Target {
 public:
  // Error (config), which never shows a password: not such a URL, no host or no user in it, a certificate without its
  // key, or a parameter that is not one of sslmode, sslrootcert, sslcert, sslkey, sslcrl and target_session_attrs.
  [[nodiscard]] static Result<Target> parse(const std::string& url);

  [[nodiscard]] const std::vector<Host>& hosts() const { return hosts_; }
  // What the URL says for one of libpq's keywords; empty: nothing.
  [[nodiscard]] std::string value(std::string_view keyword) const;
  // "postgresql://db.example.org:5432/ra": without user and password.
  [[nodiscard]] std::string shown() const;

 private:
  std::vector<Host> hosts_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace rustassistant::pg
