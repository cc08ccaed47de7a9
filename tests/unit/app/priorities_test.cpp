// SPDX-License-Identifier: MIT
#include "priorities.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::app;
using queue::Priority;

namespace {

constexpr UnixMillis kNow{1'795'262'400'000};
constexpr std::int64_t kDay = 86'400'000;

Priority priority_of(const std::string& path, const ChangeHistory& history = {},
                     std::vector<std::string> most_imported = {}) {
  const std::vector<std::string> paths{path};
  return priorities_of(paths, history, most_imported, kNow).front();
}

}  // namespace

TEST_CASE("entry points and what most others import are critical, tests are low") {
  for (const char* path : {"src/main.rs", "lib.rs", "web/index.ts", "pkg/__init__.py", "cmd/tool/run.go", "a/cmd/x.go"})
    CHECK(priority_of(path) == Priority::critical);
  for (const char* path : {"tests/main.rs", "src/a_test.go", "web/index.spec.ts"})
    CHECK(priority_of(path) == Priority::low);
  CHECK(priority_of("src/domain.rs") == Priority::normal);
  CHECK(priority_of("src/command.go") == Priority::normal);
  CHECK(priority_of("src/core.rs", {}, {"src/core.rs"}) == Priority::critical);
}

TEST_CASE("what changed within a week is high") {
  CHECK(priority_of("a.rs", {{"a.rs", {1.0, {kNow.value - 6 * kDay}}}}) == Priority::high);
  CHECK(priority_of("a.rs", {{"a.rs", {1.0, {kNow.value - 8 * kDay}}}}) == Priority::normal);
}

TEST_CASE("the tenth of the files that change most is high") {
  ChangeHistory history;
  std::vector<std::string> paths;
  for (int i = 0; i < 20; ++i) {
    paths.push_back("f" + std::to_string(i));
    history[paths.back()] = {static_cast<double>(i), {kNow.value - 30 * kDay}};
  }
  const auto priorities = priorities_of(paths, history, {}, kNow);
  for (std::size_t i = 0; i < 20; ++i) CHECK(priorities[i] == (i >= 18 ? Priority::high : Priority::normal));
}

TEST_CASE("a log of git is read: each change counts half as much after 30 days") {
  const std::string today = std::to_string(kNow.value / 1000);
  const std::string month = std::to_string((kNow.value - 30 * kDay) / 1000);
  const ChangeHistory history =
      history_in("@" + today + "\n\na.rs\nb b.rs\n@" + month + "\n\na.rs\n@nonsense\n\nc.rs\n", kNow);
  CHECK(history.at("a.rs").score == Approx(1.5));
  CHECK(history.at("a.rs").last == kNow);
  CHECK(history.at("b b.rs").score == Approx(1.0));
  CHECK(history.at("c.rs").score < 1e-9);
  CHECK(history.size() == 3);
}
