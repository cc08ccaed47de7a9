// SPDX-License-Identifier: MIT
#include "rustassistant/pg/target.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>

#include "rustassistant/base/text.hpp"

namespace rustassistant::pg {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

constexpr std::array<std::string_view, 11> kKnown{"host",
                                                  "port",
                                                  "user",
                                                  "password",
                                                  "dbname",
                                                  "sslmode",
                                                  "sslcert",
                                                  "sslkey",
                                                  "sslcrl",
                                                  "sslrootcert",
                                                  "target_session_attrs"};

// libpq's messages repeat the URL, with its password, where they cannot make sense of it.
tl::unexpected<Error> not_a_url() {
  return fail(Errc::config, "this is no URL of a PostgreSQL database",
              "write postgresql://user:password@host:5432/database, with %XX for special characters in the password");
}

}  // namespace

std::string Target::value(std::string_view keyword) const {
  const auto found = values_.find(keyword);
  return found == values_.end() ? std::string() : found->second;
}

Result<Target> Target::parse(const std::string& url) {
  if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) return not_a_url();
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), &message));
  PQfreemem(message);
  if (options == nullptr) return not_a_url();

  Target target;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    if (std::find(kKnown.begin(), kKnown.end(), option->keyword) == kKnown.end()) {
      return fail(Errc::config, "the parameter '" + std::string(option->keyword) +
                                    "' is not supported in the URL of a "
                                    "PostgreSQL database");
    }
    target.values_[option->keyword] = option->val;
  }
  const std::string hosts = target.value("host");
  const std::string all_ports = target.value("port");
  const std::vector<std::string_view> names = split(hosts, ',');
  const std::vector<std::string_view> ports = split(all_ports, ',');
  if (ports.size() != 1 && ports.size() != names.size()) return not_a_url();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) return fail(Errc::config, "the URL of the PostgreSQL database names no host");
    const std::string_view port = ports.size() == 1 ? ports.front() : ports[i];
    target.hosts_.push_back({std::string(names[i]), std::string(port.empty() ? "5432" : port)});
  }
  if (target.value("sslcert").empty() != target.value("sslkey").empty())
    return fail(Errc::config, "the URL of the PostgreSQL database names one of sslcert and sslkey",
                "name both: the user's certificate, and the file with its key");
  if (target.value("user").empty()) return fail(Errc::config, "the URL of the PostgreSQL database names no user");
  // As libpq would have it.
  if (target.value("dbname").empty()) target.values_["dbname"] = target.value("user");
  return target;
}

std::string Target::shown() const {
  std::string hosts;
  for (const Host& host : hosts_) {
    const bool is_address6 = host.name.find(':') != std::string::npos;
    hosts += (hosts.empty() ? "" : ",") + (is_address6 ? "[" + host.name + "]" : host.name) + ":" + host.port;
  }
  return "postgresql://" + hosts + "/" + value("dbname");
}

}  // namespace rustassistant::pg
