// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "failure_text.hpp"
#include "rustassistant/pg/target.hpp"

using namespace rustassistant::pg;

namespace {

struct LibpqTextRow {
  std::string_view text;
  Fault fault;
  std::string_view sqlstate;
  std::string_view what;
};

struct UrlRow {
  std::string url;
  std::string shown;  // as it is, or what is wrong with it
};

}  // namespace

TEST_CASE("each text of libpq is exactly a fault, a code and a message") {
  constexpr auto kRows = std::to_array<LibpqTextRow>({
      {"", Fault::unreachable, "", ""},
      {"connection refused", Fault::unreachable, "", "connection refused"},
      {"connection refused. . \nx", Fault::unreachable, "", "connection refused"},
      {"connection to server at \"h\" failed: no route", Fault::unreachable, "", "no route"},
      {"connection to server at \"h\" fails: no route", Fault::unreachable, "",
       "connection to server at \"h\" fails: no route"},
      {"the call failed: no route", Fault::unreachable, "", "the call failed: no route"},
      {"FATAL:  3D000: database \"x\" does not exist", Fault::no_database, "3D000", "database \"x\" does not exist"},
      {"a:  b:  X:  28000: x", Fault::credentials, "28000", "x"},
      {"FATAL:  28P0: x", Fault::unreachable, "", "FATAL:  28P0: x"},
      {"FATAL:  28p01: x", Fault::unreachable, "", "FATAL:  28p01: x"},
      {"FATAL:  28P01 x", Fault::unreachable, "", "FATAL:  28P01 x"},
      {"FATAL:  28P01:x", Fault::unreachable, "", "FATAL:  28P01:x"},
      {"FATAL: 28P01: x", Fault::unreachable, "", "FATAL: 28P01: x"},
      {"FATAL:  0AZ90: x", Fault::refused, "0AZ90", "x"},
      {"FATAL:  0A/90: x", Fault::unreachable, "", "FATAL:  0A/90: x"},
      {"FATAL:  0A:90: x", Fault::unreachable, "", "FATAL:  0A:90: x"},
      {"FATAL:  0A@90: x", Fault::unreachable, "", "FATAL:  0A@90: x"},
      {"FATAL:  0A[90: x", Fault::unreachable, "", "FATAL:  0A[90: x"},
      {"FATAL:  42501: certificate", Fault::denied, "42501", "certificate"},
      {"FATAL:  08P01: no such user", Fault::credentials, "08P01", "no such user"},
      {"FATAL:  08P01: no such database: x", Fault::no_database, "08P01", "no such database: x"},
      {"no password supplied", Fault::credentials, "", "no password supplied"},
      {"GSS authentication failed", Fault::credentials, "", "GSS authentication failed"},
      {"authentication method 10 not supported", Fault::credentials, "", "authentication method 10 not supported"},
      {"root certificate file does not exist", Fault::untrusted, "", "root certificate file does not exist"},
      {"server does not support SSL, but SSL was required", Fault::untrusted, "",
       "server does not support SSL, but SSL was required"},
  });
  for (const LibpqTextRow& row : kRows) {
    CAPTURE(row.text);
    const Failure failure = failure_of_text(row.text);
    CHECK(failure.fault == row.fault);
    CHECK(failure.sqlstate == row.sqlstate);
    CHECK(failure.what == row.what);
  }
}

TEST_CASE("each URL is shown with its hosts and its database, or refused in words") {
  const std::string not_a_url = "this is no URL of a PostgreSQL database";
  const std::string no_host = "the URL of the PostgreSQL database names no host";
  const std::string one_of_two = "the URL of the PostgreSQL database names one of sslcert and sslkey";
  const UrlRow rows[] = {
      {"postgresql://ann@h", "postgresql://h:5432/ann"},
      {"postgres://ann@h:1/b", "postgresql://h:1/b"},
      {"postgresql://ann@h,i/b", "postgresql://h:5432,i:5432/b"},
      {"postgresql://ann@h:1,i:2/b", "postgresql://h:1,i:2/b"},
      {"postgresql://ann@h,i:2/b", "postgresql://h:5432,i:2/b"},
      {"postgresql://ann@h:1,i/b", "postgresql://h:1,i:5432/b"},
      {"postgresql://ann@h,i,j/b?port=7", "postgresql://h:7,i:7,j:7/b"},
      {"postgresql://ann@h,i,j/b?port=7,8", not_a_url},
      {"postgresql://ann@[::1]:9/b", "postgresql://[::1]:9/b"},
      {"postgresql://ann@h,/b", no_host},
      {"postgresql:///b?user=ann", no_host},
      {"postgresql://h/b", "the URL of the PostgreSQL database names no user"},
      {"postgresql://ann@h/b?sslcert=c", one_of_two},
      {"postgresql://ann@h/b?sslkey=k", one_of_two},
      {"postgresql://ann@h/b?sslcert=c&sslkey=k", "postgresql://h:5432/b"},
      {"postgresql://ann:p@h/b?sslmode=require&sslcrl=l&sslrootcert=r&target_session_attrs=any",
       "postgresql://h:5432/b"},
      {"postgresql://ann@h/b?application_name=x",
       "the parameter 'application_name' is not supported in the URL of a PostgreSQL database"},
      {"postgresql://ann@h/b?application_name=", "postgresql://h:5432/b"},
      {"host=h user=ann", not_a_url},
      {"postgresql:/ann@h", not_a_url},
      {"postgresql://ann@[::1/b", not_a_url},
  };
  for (const UrlRow& row : rows) {
    CAPTURE(row.url);
    const auto target = Target::parse(row.url);
    CHECK((target ? target->shown() : target.error().what) == row.shown);
  }
}
