// SPDX-License-Identifier: MIT
#include "rustassistant/http/ca_bundle.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "support/temporary_folder.hpp"

using namespace rustassistant::http;

TEST_CASE("SSL_CERT_FILE goes before CURL_CA_BUNDLE") {
  const rustassistant::test::TemporaryFolder folder;
  const auto first = folder.write("first.pem", "");
  const auto second = folder.write("second.pem", "");
  CHECK(find_ca_bundle({first, second}) == first);
  CHECK(find_ca_bundle({std::nullopt, second}) == second);
}

TEST_CASE("a named CA bundle that cannot be read is an error that names file and variable") {
  const rustassistant::test::TemporaryFolder folder;
  const auto missing = (folder.path() / "none.pem").string();
  const auto found = find_ca_bundle({missing, std::nullopt});
  REQUIRE_FALSE(found);
  CHECK(found.error().find(missing) != std::string::npos);
  CHECK(found.error().find("SSL_CERT_FILE") != std::string::npos);
}
