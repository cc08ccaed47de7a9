// SPDX-License-Identifier: MIT
#include "warming.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "support/temporary_folder.hpp"

namespace rustassistant::app {
namespace {

constexpr UnixMillis kNow{1'795'262'400'000};
constexpr std::int64_t kHour = 3'600'000;

}  // namespace

TEST_CASE("what changed and was left alone for a day is warmed, what changes most first") {
  const std::vector<std::string> paths{"busy", "calm", "edited", "unchanged", "equal", "also equal"};
  const ChangeHistory history{{"busy", {3.0, {kNow.value - 25 * kHour}}},
                              {"calm", {0.5, {kNow.value - 24 * kHour}}},
                              {"edited", {9.0, {kNow.value - 23 * kHour}}},
                              {"equal", {0.25, {kNow.value - 99 * kHour}}},
                              {"also equal", {0.25, {kNow.value - 99 * kHour}}}};
  CHECK(quiet_changes(paths, history, kNow) == std::vector<std::size_t>{0, 1, 5, 4});
  CHECK(quiet_changes(paths, {}, kNow).empty());
}

TEST_CASE("without git, the times at which files were written are their history") {
  const test::TemporaryFolder folder;
  const sys::Environment environment{sys::Variables{}};
  folder.write("new.rs", "");
  folder.write("old.rs", "");
  namespace fs = std::filesystem;
  fs::last_write_time(folder.path() / "old.rs", fs::file_time_type::clock::now() - std::chrono::hours(24 * 400));
  const UnixMillis now{
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  const std::vector<std::string> paths{"gone.rs", "new.rs", "old.rs"};
  const ChangeHistory history = warming_history(folder.path().string(), paths, environment, now);
  REQUIRE(history.size() == 1);
  CHECK(history.at("new.rs").score > 0.9);
  CHECK(quiet_changes(paths, history, now).empty());
  CHECK(quiet_changes(paths, history, {now.value + 25 * kHour}) == std::vector<std::size_t>{1});
}

}  // namespace rustassistant::app
