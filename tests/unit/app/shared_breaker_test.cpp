// SPDX-License-Identifier: MIT
#include "shared_breaker.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "rustassistant/sys/files.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using app::SharedBreaker;
using domain::Breaker;

namespace {

constexpr UnixMillis kNow{1'795'262'400'000};

Breaker with_failure(Breaker breaker) {
  ++breaker.rests;  // counts without a limit
  return breaker;
}

}  // namespace

TEST_CASE("processes of a home share a breaker, those of other services and homes do not") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  SharedBreaker first(folder.path().string(), "openai https://a", clock);
  first.change(with_failure);
  CHECK(SharedBreaker(folder.path().string(), "openai https://a", clock).read().rests == 1);
  CHECK(SharedBreaker(folder.path().string(), "openai https://b", clock).read().rests == 0);
  struct stat facts{};
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("remote-")) continue;
    ++files;
    CHECK(name.size() == std::string("remote-01234567").size());
    REQUIRE(::stat(entry.path().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600);
  }
  CHECK(files == 1);
}

TEST_CASE("what changes nothing writes nothing, and a file is read up to 64 KiB") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  SharedBreaker breaker(folder.path().string(), "s", clock);
  const auto files = [&] {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      const std::string name = entry.path().filename();
      if (name.starts_with("remote-")) names.push_back(name);
    }
    return names;
  };
  breaker.change([](Breaker before) { return before; });
  CHECK(files().empty());
  breaker.change(with_failure);
  REQUIRE(files().size() == 1);
  std::string text = domain::to_text(breaker.read());
  text.resize(64 << 10, ' ');
  folder.write(files().front(), text);
  CHECK(breaker.read().rests == 1);
  folder.write(files().front(), text + " ");
  CHECK(breaker.read() == Breaker{});
}

TEST_CASE("no change is lost between threads and processes") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  const auto add_fifty = [&] {
    SharedBreaker breaker(folder.path().string(), "s", clock);
    for (int i = 0; i < 50; ++i) breaker.change(with_failure);
  };
  const pid_t child = ::fork();
  if (child == 0) {
    add_fifty();
    ::_exit(0);
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back(add_fifty);
  for (std::thread& thread : threads) thread.join();
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  CHECK(SharedBreaker(folder.path().string(), "s", clock).read().rests == 200);
}

TEST_CASE("a call ends with its process") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  SharedBreaker breaker(folder.path().string(), "s", clock);
  const auto asks = [&](SharedBreaker& shared, const SharedBreaker::Call& call) {
    return shared.change([&](Breaker before) { return domain::admit(std::move(before), call.number(), kNow).breaker; });
  };
  const auto alive = breaker.begin_call();
  asks(breaker, alive);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto doomed = breaker.begin_call();
    ::_exit(asks(breaker, doomed).asking.size() == 2 ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(breaker.read().asking.size() == 2);
  const auto next = breaker.begin_call();
  CHECK(asks(breaker, next).asking == std::vector<std::int64_t>{alive.number(), next.number()});
}

TEST_CASE("without a home, or where nothing can be written, the state lives in the object") {
  test::FakeClock clock;
  for (const std::optional<std::string>& home :
       {std::optional<std::string>(), std::optional<std::string>("/dev/null")}) {
    SharedBreaker breaker(home, "s", clock);
    breaker.change(with_failure);
    breaker.change(with_failure);
    CHECK(breaker.read().rests == 2);
  }
}

TEST_CASE("without a home a call is under way until it ends, whoever looks") {
  test::FakeClock clock;
  SharedBreaker breaker(std::nullopt, "s", clock);
  const auto call = breaker.begin_call();
  for (int i = 0; i < 2; ++i) {
    const Breaker after = breaker.change([&](Breaker before) {
      return i == 0 ? domain::admit(std::move(before), call.number(), kNow).breaker : with_failure(std::move(before));
    });
    CHECK(after.asking == std::vector<std::int64_t>{call.number()});
  }
}

TEST_CASE("the file is named by the first digits of the service's hash") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  SharedBreaker(folder.path().string(), "abc", clock).change(with_failure);
  CHECK(std::filesystem::exists(folder.path() / "remote-ba7816bf"));
}

TEST_CASE("a damaged file is a breaker that knows nothing") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  SharedBreaker breaker(folder.path().string(), "s", clock);
  breaker.change(with_failure);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename();
    if (name.starts_with("remote-")) folder.write(name, "\x01garbage");
  }
  CHECK(breaker.read() == Breaker{});
  breaker.change(with_failure);
  CHECK(breaker.read().rests == 1);
}
