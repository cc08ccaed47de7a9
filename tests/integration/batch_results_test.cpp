// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "batch_world.hpp"

// How batches end, and what each of their rows is worth.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;

TEST_CASE("each row counts by itself: expired, unreadable, unknown, missing, twice") {
  BatchWorld here(Speaks::openai, 5);
  here.service.end = "expired";
  int row = 0;
  here.service.rows = [&](const std::string& id) -> std::vector<std::string> {
    switch (row++ % 5) {
      case 0:
        return {here.service.good_row(id), here.service.good_row(id), here.service.good_row(std::string(64, 'a'))};
      case 1:
        return {here.service.expired_row(id)};
      case 2:
        return {};
      case 3:
        return {here.service.good_row(std::string(64, 'b')), here.service.good_row(id)};
      default:
        return {here.service.good_row(id)};
    }
  };
  here.send();
  const Json collected = here.collect();
  CHECK(collected["answers"] == 3);
  CHECK(collected["again"] == 2);
  CHECK(collected["unknown_rows"] == 2);
  CHECK(collected["pending"] == 0);
  CHECK(here.spent() == 3 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
  CHECK(here.status()["jobs"]["queued"] == 2);
}

TEST_CASE("a row that cannot be read may have been paid for: one question without an answer stays charged for it") {
  BatchWorld here;
  int row = 0;
  here.service.rows = [&](const std::string& id) -> std::vector<std::string> {
    return {++row == 2 ? R"({"custom_id": )" : here.service.good_row(id)};
  };
  here.send();
  const Json collected = here.collect(1);
  CHECK(collected["answers"] == 2);
  CHECK(collected["dead"] == 1);
  CHECK(here.spent() > 2 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
}

TEST_CASE("a provider that holds too many questions already gets half as many, and no question pays for it") {
  BatchWorld here(Speaks::openai, 4);
  here.service.fail_as_full();
  here.send();
  CHECK(here.collect()["again"] == 4);
  CHECK(here.reserved() == 0);
  const Json jobs = here.world.run({"queue", "list", "--format", "json"}).json()["jobs"];
  REQUIRE(jobs.size() == 4);
  for (const Json& job : jobs) CHECK(job["attempts"] == 0);
}

TEST_CASE("a bad line kills its question alone, the others are sent again") {
  BatchWorld here;
  here.service.end = "failed";
  here.service.errors = {
      {"data", Json::array({{{"code", "invalid_json_line"}, {"message", "bad \x1b[31mline"}, {"line", 2}}})}};
  here.send();
  const Json collected = here.collect(5);
  CHECK(collected["dead"] == 1);
  CHECK(collected["again"] == 2);
  CHECK(here.reserved() == 0);
  const Json dead = here.world.run({"queue", "list", "--dead", "--format", "json"}).json()["jobs"];
  REQUIRE(dead.size() == 1);
  CHECK(dead[0]["last_message"].get<std::string>().find('\x1b') == std::string::npos);
}

TEST_CASE("the end of a batch that may be taken back is believed when it is seen again") {
  BatchWorld here(Speaks::xai);
  here.send();
  const Json counts = {
      {"num_requests", 3}, {"num_pending", 0}, {"num_success", 0}, {"num_error", 0}, {"num_cancelled", 3}};
  const Json none = {
      {"num_requests", 0}, {"num_pending", 0}, {"num_success", 0}, {"num_error", 0}, {"num_cancelled", 0}};
  here.service.looks = {{{"state", none}}, {{"state", none}}, {{"state", counts}}};
  CHECK(here.collect()["pending"] == 3);  // it is being read in
  CHECK(here.collect()["pending"] == 3);
  CHECK(here.collect()["pending"] == 3);  // cancelled
  CHECK(here.collect()["answers"] == 3);  // and reverted
  CHECK(here.spent() == 3 * cost_of(Speaks::xai));
}

TEST_CASE("the file with the answers may come later than the end") {
  BatchWorld here;
  here.send();
  here.service.looks = {{{"status", "completed"},
                         {"output_file_id", nullptr},
                         {"error_file_id", nullptr},
                         {"request_counts", {{"total", 3}, {"completed", 3}, {"failed", 0}}}}};
  CHECK(here.collect()["pending"] == 3);
  CHECK(here.collect()["answers"] == 3);
}

TEST_CASE("a batch can be cancelled, and what it has answered is collected all the same") {
  BatchWorld here;
  here.service.is_done = false;
  here.send();
  CHECK(here.collect()["pending"] == 3);
  CHECK(here.world.run({"queue", "cancel", "b7"}).exit_code == 2);
  CHECK(here.world.run({"queue", "cancel", "b1"}).out ==
        "batch b1 cancelled; what it has answered is still collected\n");
  CHECK(here.service.batches()[0].cancelled);
  here.service.is_done = true;
  here.service.end = "cancelled";
  int row = 0;
  here.service.rows = [&](const std::string& id) -> std::vector<std::string> {
    return {row++ == 0 ? here.service.good_row(id) : here.service.expired_row(id)};
  };
  CHECK_THAT(here.world.run({"queue", "status", "--refresh"}).err, Contains("queue collect"));
  const Json collected = here.collect();
  CHECK(collected["answers"] == 1);
  CHECK(collected["again"] == 2);
  CHECK(here.spent() == cost_of(Speaks::openai));
}
