// SPDX-License-Identifier: MIT
#include "places.hpp"

#include <array>
#include <string>

#include "characters.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::privacy {
namespace {

// Calls that take a secret in a certain place: behind at least `before` other arguments.
struct Place {
  std::string_view callee;
  int before;
  NameKind kind;
};
constexpr auto kPlaces = std::to_array<Place>({{"setbasicauth", 1, NameKind::password},
                                               {"basic_auth", 1, NameKind::password},
                                               {"basicauth", 1, NameKind::password},
                                               {"httpbasicauth", 1, NameKind::password},
                                               {"httpdigestauth", 1, NameKind::password},
                                               {"usernamepasswordcredentials", 1, NameKind::password},
                                               {"usernamepasswordauthenticationtoken", 1, NameKind::password},
                                               {"passwordauthentication", 1, NameKind::password},
                                               {"basicauthcredentials", 1, NameKind::password},
                                               {"networkcredential", 1, NameKind::password},
                                               {"getconnection", 2, NameKind::password},
                                               {"pdo", 2, NameKind::password},
                                               {"mysqli", 2, NameKind::password},
                                               {"mysqli_connect", 2, NameKind::password},
                                               {"mysql_connect", 2, NameKind::password},
                                               {"ftp_login", 2, NameKind::password},
                                               {"login", 1, NameKind::password},
                                               {"wifi.begin", 1, NameKind::password},
                                               {"auth", 0, NameKind::password},
                                               {"fernet", 0, NameKind::key},
                                               {"pymysql.connect", 2, NameKind::password},
                                               {"mysqldb.connect", 2, NameKind::password},
                                               {"mysql_real_connect", 3, NameKind::password},
                                               {"plainauth", 2, NameKind::password},
                                               {"connect", 3, NameKind::password},
                                               {">connect", 2, NameKind::password},
                                               {"ldap_bind", 2, NameKind::password},
                                               {"simple_bind_s", 1, NameKind::password},
                                               {"smtp.start", 4, NameKind::password},
                                               {"signwith", 1, NameKind::key},
                                               {"setsigningkey", 0, NameKind::key},
                                               {"hmac.new", 0, NameKind::key},
                                               {"aes.new", 0, NameKind::key},
                                               {"hmac256", 0, NameKind::key},
                                               {"hmac384", 0, NameKind::key},
                                               {"hmac512", 0, NameKind::key},
                                               {"createhmac", 1, NameKind::key},
                                               {"createcipheriv", 1, NameKind::key},
                                               {"createdecipheriv", 1, NameKind::key},
                                               {"jwt.sign", 1, NameKind::key},
                                               {"jwt.verify", 1, NameKind::key},
                                               {"jwt.encode", 1, NameKind::key},
                                               {"jwt.decode", 1, NameKind::key}});

}  // namespace

NameKind kind_by_place(std::string_view callee, int before) {
  const std::string lower = to_lower(callee);
  for (const Place& place : kPlaces) {
    if (before < place.before || !lower.ends_with(place.callee)) continue;
    const std::size_t rest = lower.size() - place.callee.size();
    if (rest == 0 || !is_word(lower[rest - 1])) return place.kind;
  }
  return NameKind::none;
}

}  // namespace rustassistant::privacy
