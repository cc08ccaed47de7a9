// SPDX-License-Identifier: MIT
#include "rustassistant/pg/connection.hpp"

#include <libpq-fe.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "failure_text.hpp"
#include "rustassistant/base/text.hpp"
#include "wait.hpp"

namespace rustassistant::pg {
namespace {

using std::chrono::milliseconds;

// More addresses than these are not tried.
constexpr std::size_t kMostAddresses = 4;
// A file that libpq is not to find.
constexpr const char* kNoFile = "/dev/null/none";

void prepare_libraries() {
  static const bool ready = [] {
    // Else the host's openssl.cnf is read, which a static executable must not depend on.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    PQinitOpenSSL(0, 0);
    // Else OpenSSL asks the terminal for the passphrase of a key, and waits for it beyond every limit.
    PQsetSSLKeyPassHook_OpenSSL([](char*, int, PGconn*) { return 0; });
    return true;
  }();
  static_cast<void>(ready);
}

tl::unexpected<Failure> failed(Fault fault, std::string what) {
  return tl::unexpected<Failure>(Failure{fault, std::move(what)});
}

tl::unexpected<Failure> not_ready(Waited waited, milliseconds limit) {
  if (waited == Waited::interrupted) return failed(Fault::interrupted, "interrupted");
  return failed(Fault::timeout, "no answer in " + std::to_string(limit.count()) + " ms");
}

// Keywords and values as libpq takes them.
class Parameters {
 public:
  void add(const char* keyword, std::string value) {
    keywords_.push_back(keyword);
    values_.push_back(std::move(value));
  }
  [[nodiscard]] PGconn* start() const {
    std::vector<const char*> keywords = keywords_;
    std::vector<const char*> values;
    values.reserve(values_.size() + 1);
    for (const std::string& value : values_) values.push_back(value.c_str());
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(keywords.data(), values.data(), 0);
  }

 private:
  std::vector<const char*> keywords_;
  std::vector<std::string> values_;
};

void add_tls(Parameters& parameters, const Host& host, const Target& target, const Reach& reach) {
  const auto or_else = [&](const char* keyword, std::string fallback) {
    std::string value = target.value(keyword);
    parameters.add(keyword, value.empty() ? std::move(fallback) : std::move(value));
  };
  // No certificate is expected of a socket in a folder.
  or_else("sslmode", host.is_socket() ? "disable" : "verify-full");
  or_else("sslrootcert", reach.ca_bundle.value_or(kNoFile));
  for (const char* const file : {"sslcert", "sslkey", "sslcrl"}) or_else(file, kNoFile);
  or_else("target_session_attrs", "any");
}

std::string address_text(const Host& host, const std::string& address) {
  return address.empty() || address == host.name ? host.name + ":" + host.port
                                                 : host.name + ":" + host.port + " (" + address + ")";
}

Failure failure_of(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (state == nullptr) return failure_of_text(PQresultErrorMessage(result));
  return {fault_of(state), first_line(text == nullptr ? "" : text), state};
}

}  // namespace

void Rows::Free::operator()(pg_result* result) const noexcept {
  PQclear(result);
}

std::size_t Rows::size() const {
  return static_cast<std::size_t>(PQntuples(result_.get()));
}

bool Rows::is_null(std::size_t row, int column) const {
  return PQgetisnull(result_.get(), static_cast<int>(row), column) != 0;
}

std::string_view Rows::value(std::size_t row, int column) const {
  const int at = static_cast<int>(row);
  return {PQgetvalue(result_.get(), at, column), static_cast<std::size_t>(PQgetlength(result_.get(), at, column))};
}

std::size_t Rows::affected() const {
  return std::strtoul(PQcmdTuples(result_.get()), nullptr, 10);
}

void Connection::Close::operator()(pg_conn* connection) const noexcept {
  PQfinish(connection);
}

Connection::Connection(Handle handle, std::function<bool()> stop)
    : handle_(std::move(handle)), stop_(std::move(stop)) {}

struct Connection::Attempt {
  const Host& host;
  std::string address;  // in numbers; empty for a socket
  milliseconds limit;
};

Outcome<Connection> Connection::try_address(const Attempt& attempt, const Target& target, const Reach& reach) {
  Parameters parameters;
  parameters.add("host", attempt.host.name);
  parameters.add("hostaddr", attempt.address);
  parameters.add("port", attempt.host.port);
  for (const char* const keyword : {"user", "password", "dbname"}) parameters.add(keyword, target.value(keyword));
  add_tls(parameters, attempt.host, target, reach);
  parameters.add("passfile", kNoFile);
  parameters.add("gssencmode", "disable");
  parameters.add("client_encoding", "UTF8");
  parameters.add("application_name", "rustassistant");
  parameters.add("keepalives_idle", "10");
  parameters.add("tcp_user_timeout", "3000");

  const Deadline deadline(attempt.limit);
  Handle handle(parameters.start());
  if (handle == nullptr) return failed(Fault::unreachable, "out of memory");
  PGconn* const connection = handle.get();
  // Messages while connecting have a SQLSTATE only so.
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
  PostgresPollingStatusType next =
      PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) return tl::unexpected(failure_of_text(PQerrorMessage(connection)));
    const Waited waited = wait_for(PQsocket(connection), next == PGRES_POLLING_WRITING, deadline, reach.stop);
    if (waited != Waited::ready) return not_ready(waited, attempt.limit);
    next = PQconnectPoll(connection);
  }
  PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
  if (PQsetnonblocking(connection, 1) != 0) return failed(Fault::unreachable, "out of memory");
  return Connection(std::move(handle), reach.stop);
}

Outcome<Connection> Connection::open(const Target& target, const Reach& reach) {
  prepare_libraries();
  // libpq goes on without a certificate that it does not find.
  if (const std::string file = target.value("sslcert"); !file.empty() && ::access(file.c_str(), R_OK) != 0)
    return failed(Fault::untrusted, "the certificate file '" + neutralise(file) + "' cannot be read");
  const Deadline deadline(reach.limit);
  Failure last{Fault::unreachable, "no address of " + target.shown()};
  for (std::size_t h = 0; h < target.hosts().size(); ++h) {
    const Host& host = target.hosts()[h];
    const bool verifies = !host.is_socket() && target.value("sslmode").empty() && target.value("sslrootcert").empty();
    if (verifies && !reach.ca_bundle) return failed(Fault::untrusted, reach.ca_bundle.error());
    std::vector<std::string> addresses{""};
    if (!host.is_socket()) {
      auto resolved = reach.resolve(host.name, deadline.left() / static_cast<int>(target.hosts().size() - h));
      if (!resolved) {
        last = {Fault::unreachable, std::move(resolved).error()};
        continue;
      }
      addresses = *std::move(resolved);
      addresses.resize(std::min(addresses.size(), kMostAddresses));
    }
    for (std::size_t a = 0; a < addresses.size(); ++a) {
      // What is left of the time is shared by what is left to be tried: the first may be silent.
      const auto rest = static_cast<int>(addresses.size() - a + target.hosts().size() - h - 1);
      auto connection = try_address({host, addresses[a], deadline.left() / rest}, target, reach);
      if (connection) return connection;
      last = std::move(connection).error();
      last.what = address_text(host, addresses[a]) + ": " + last.what;
      const bool others_may_help =
          last.fault == Fault::unreachable || last.fault == Fault::timeout || last.fault == Fault::read_only;
      if (!others_may_help) return tl::unexpected(std::move(last));
    }
  }
  return tl::unexpected(std::move(last));
}

// Sends what is to be sent and takes results until there are no more.
Outcome<Rows> Connection::await(milliseconds limit) {
  const Deadline deadline(limit);
  const auto lost = [&](Failure failure) {
    failure.possibly_done = true;
    handle_.reset();
    return tl::unexpected(std::move(failure));
  };
  Rows last(nullptr);
  std::optional<Failure> failure;
  while (true) {
    while (true) {
      const int unsent = PQflush(handle_.get());
      if (unsent < 0) return lost(failure_of_text(PQerrorMessage(handle_.get())));
      if (unsent == 0 && PQisBusy(handle_.get()) == 0) break;
      const Waited waited = wait_for(PQsocket(handle_.get()), unsent == 1, deadline, stop_);
      if (waited != Waited::ready) return lost(not_ready(waited, limit).value());
      if (PQconsumeInput(handle_.get()) == 0) return lost(failure_of_text(PQerrorMessage(handle_.get())));
    }
    Rows rows(PQgetResult(handle_.get()));
    if (rows.result_ == nullptr) break;
    const ExecStatusType status = PQresultStatus(rows.result_.get());
    const bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
    if (!good && !failure) failure = failure_of(rows.result_.get());
    last = std::move(rows);
  }
  const bool broken = PQstatus(handle_.get()) == CONNECTION_BAD;
  if (failure && broken) return lost(*std::move(failure));
  if (broken) handle_.reset();
  if (failure) return tl::unexpected(*std::move(failure));
  return last;
}

Outcome<Rows> Connection::run(const std::string& sql, std::span<const Value> values, milliseconds limit, Form form) {
  if (handle_ == nullptr) return failed(Fault::unreachable, "the connection was lost");
  std::vector<std::string> texts;  // with the zero at their ends that libpq needs
  texts.reserve(values.size());
  std::vector<const char*> contents;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Value& value : values) {
    if (value.content && !value.is_bytes) texts.emplace_back(*value.content);
    contents.push_back(!value.content ? nullptr : value.is_bytes ? value.content->data() : texts.back().c_str());
    lengths.push_back(value.content ? static_cast<int>(value.content->size()) : 0);
    formats.push_back(value.is_bytes ? 1 : 0);
  }
  const int sent = PQsendQueryParams(handle_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                     contents.data(), lengths.data(), formats.data(), form == Form::binary ? 1 : 0);
  if (sent == 0) {
    Failure failure = failure_of_text(PQerrorMessage(handle_.get()));
    handle_.reset();
    return tl::unexpected(std::move(failure));
  }
  return await(limit);
}

Outcome<Rows> Connection::run_script(const std::string& sql, milliseconds limit) {
  if (handle_ == nullptr) return failed(Fault::unreachable, "the connection was lost");
  if (PQsendQuery(handle_.get(), sql.c_str()) == 0) {
    Failure failure = failure_of_text(PQerrorMessage(handle_.get()));
    handle_.reset();
    return tl::unexpected(std::move(failure));
  }
  return await(limit);
}

int Connection::server_version() const {
  return handle_ == nullptr ? 0 : PQserverVersion(handle_.get());
}

void forget_environment() {
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (text.starts_with("PG")) names.emplace_back(text.substr(0, text.find('=')));
  }
  for (const std::string& name : names) unsetenv(name.c_str());
}

}  // namespace rustassistant::pg
