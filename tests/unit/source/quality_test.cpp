// SPDX-License-Identifier: MIT
#include "rustassistant/source/quality.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

namespace {

std::string with_branches(const std::string& name, int branches) {
  std::string text = "fn " + name + "(a: u8, b: u8) {\n";
  for (int i = 0; i < branches; ++i) text += "  if a > " + std::to_string(i) + " { return; }\n";
  return text + "}\n";
}

}  // namespace

TEST_CASE("builtin measures a file and names its hot spots, the worst first, and finds nothing") {
  const auto review = source::measure_quality(
      "use std::io;\n" + with_branches("calm", 1) + with_branches("hot", 6) + with_branches("hotter", 9), "rust");
  CHECK(review.judged);
  CHECK(review.findings.empty());
  REQUIRE(review.measures);
  CHECK(review.measures->lines == 1 + 3 + 8 + 11);
  CHECK(review.measures->functions == 3);
  CHECK(review.measures->imports == 1);
  CHECK(review.measures->longest == 11);
  CHECK(review.measures->most_complex == 10);
  CHECK(review.measures->mean_complexity == (2 + 7 + 10) * 10 / 3);
  CHECK(review.measures->deepest == 1);
  REQUIRE(review.hot_spots.size() == 2);
  CHECK(review.hot_spots[0].location.item_name == "hotter");
  CHECK(review.hot_spots[0].complexity == 10);
  CHECK(review.hot_spots[0].parameters == 2);
  CHECK(review.hot_spots[1].location.item_name == "hot");
}

TEST_CASE("without a grammar there is no review by builtin") {
  const auto review = source::measure_quality("def f; end\n", "ruby");
  CHECK_FALSE(review.judged);
  CHECK_FALSE(review.measures);
}

TEST_CASE("an answer's locations are checked, and its measures are the tree's") {
  domain::QualityReview review;
  review.findings.resize(2);
  review.findings[0].location = {9, 9, "hot", {}, {}};
  review.findings[1].location = {1, 1, "nothing", {}, {}};
  source::check(review, with_branches("hot", 6), "rust");
  CHECK(review.findings[0].location.verified == true);
  CHECK(review.findings[0].location.line_start == 1);
  CHECK(review.findings[0].location.line_end == 8);
  CHECK(review.findings[0].location.qualified_name == "hot");
  CHECK(review.findings[1].location.verified == false);
  CHECK(review.hot_spots.size() == 1);
  const auto again = domain::parse_quality(domain::serialise(review));
  REQUIRE(again);
  CHECK(domain::serialise(*again) == domain::serialise(review));
}
