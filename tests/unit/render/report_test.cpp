// SPDX-License-Identifier: MIT
#include "rustassistant/render/report.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/render/document.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

app::FileResult reviewed(const std::string& path) {
  app::FileResult result;
  result.path = path;
  result.status = app::FileStatus::ok;
  result.language = "rust";
  return result;
}

}  // namespace

TEST_CASE("a JSON report is one document, however many files it has") {
  const auto report = format_named("json")->make({Format::json}, Detail::first);
  const int files = GENERATE(0, 1, 3);
  std::string written = report->begin(files);
  for (int i = 0; i < files; ++i) written += report->file(reviewed("line\nfeed.rs"));
  written += report->finish({});
  const Json document = Json::parse(written);
  CHECK(document["schema"] == "rustassistant.analyze/1");
  CHECK(document["results"].size() == static_cast<std::size_t>(files));
  for (const Json& result : document["results"]) CHECK(result["path"] == "line\nfeed.rs");
  CHECK(document["summary"]["files"] == 0);
  CHECK(written == to_text(document));
}

TEST_CASE("a report that fails is one document all the same, at any time") {
  for (const FormatRow& row : formats()) {
    if (row.format != Format::json) continue;
    const int files = GENERATE(0, 2);
    const auto report = row.make({row.format}, Detail::first);
    std::string written = report->begin(2);
    for (int i = 0; i < files; ++i) written += report->file(reviewed("a.rs"));
    written += report->fail({Errc::storage, "disk full", ""});
    CHECK(Json::parse(written)["error"]["code"] == "storage");
    CHECK(Json::parse(row.failure({Errc::usage, "no", ""}))["error"]["code"] == "usage");
  }
}
