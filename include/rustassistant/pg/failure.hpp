// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace rustassistant::pg {

// What kind of failure, as far as callers act differently.
enum class Fault : std::uint8_t {
  credentials,  // the server does not let this user in
  no_database,  // there is no such database
  not_set_up,   // a schema, table or function is not there
  read_only,    // the server is a standby, or the database takes no writes
  denied,       // the user has not the right to do this
  untrusted,    // the server's certificate did not verify, or it offers no TLS
  unreachable,  // no connection, a lost one, or a server that takes none at the moment
  timeout,      // by this side's limit or by the server's
  conflict,     // with what others do at the same time: once more may help
  refused,      // the server says no for any other reason
  interrupted,  // the stop hook said so
};

struct Failure {
  Fault fault = Fault::unreachable;
  std::string what;            // one line without a full stop; may hold text from outside, never a password
  std::string sqlstate = {};   // five characters; empty: the server named none
  bool possibly_done = false;  // the statement was sent, and whether it took effect is not known
};

template <typename T>
using Outcome = tl::expected<T, Failure>;

// What a SQLSTATE means here.
[[nodiscard]] Fault fault_of(std::string_view sqlstate);

}  // namespace rustassistant::pg
