// SPDX-License-Identifier: MIT
#include "support/postgres.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace rustassistant::test {
namespace {

std::string local_url(const std::string& user, std::uint16_t port, const std::string& database,
                      const std::string& authority) {
  return "postgresql://" + user + "@localhost:" + std::to_string(port) + "/" + database + "?sslrootcert=" + authority;
}

}  // namespace

Postgres::Postgres() : folder_(certificates_.folder_for("postgres")), port_(free_port()) {
  server_ = std::make_unique<ServerProcess>(std::vector<std::string>{"postgres", folder_, std::to_string(port_)},
                                            "ready to accept connections");
}

std::string Postgres::url(const std::string& user, const std::string& database) const {
  return local_url(user, port_, database, certificates_.authority());
}

std::string Postgres::url_of(const std::string& host, const std::string& more) const {
  return "postgresql://owner:secret@" + host + ":" + std::to_string(port_) + "/postgres" + more;
}

std::string Postgres::socket_url() const {
  return "postgresql:///postgres?user=owner&port=" + std::to_string(port_) + "&host=" + folder_;
}

std::string Postgres::psql(const std::string& sql, const std::string& database) const {
  const TemporaryFolder folder;
  const std::string file = folder.write("statements", sql);
  const std::string command = "psql -X -q -A -t -v ON_ERROR_STOP=1 -h '" + folder_ + "' -p " + std::to_string(port_) +
                              " -U owner -d " + database + " -f '" + file + "' 2>&1";
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("no psql");
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  if (::pclose(pipe) != 0) throw std::runtime_error("psql: " + output);
  return output;
}

Bouncer::Bouncer(const Postgres& server, const std::string& users)
    : port_(free_port()), authority_(server.certificates().authority()) {
  const std::string folder = server.certificates().folder_for("pgbouncer" + std::to_string(port_));
  std::ofstream(folder + "/users") << "\"owner\" \"secret\"\n" << users;
  command_ = {"pgbouncer", folder, std::to_string(port_), std::to_string(server.port())};
  start();
}

void Bouncer::start() {
  server_ = std::make_unique<ServerProcess>(command_, "process up");
}

std::string Bouncer::url(const std::string& user, const std::string& database) const {
  return local_url(user, port_, database, authority_);
}

}  // namespace rustassistant::test
