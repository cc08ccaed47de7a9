// SPDX-License-Identifier: MIT
#include "rustassistant/tier/tier.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::tier {
namespace {

using std::chrono::milliseconds;

constexpr UnixMillis kNow{1'795'262'400'000};  // of a FakeClock

// Keeps envelopes in memory, and fails as it is told.
class FakeStore final : public EnvelopeStore {
 public:
  explicit FakeStore(test::FakeClock& clock) : clock_(clock) {}

  Found find(std::span<const SharedKey> keys, milliseconds within) override {
    ++finds;
    last_within = within;
    clock_.advance(takes);
    Found found;
    for (const SharedKey& key : keys) {
      const auto there = kept.find(key);
      found.envelopes.push_back(there == kept.end() || trouble ? std::nullopt : std::optional(there->second));
    }
    found.trouble = trouble;
    return found;
  }
  Put put(const SharedKey& key, std::string_view envelope, milliseconds /*within*/) override {
    ++puts;
    if (trouble) return {PutOutcome::failed, trouble};
    return {kept.emplace(key, envelope).second ? PutOutcome::stored : PutOutcome::present, std::nullopt};
  }
  void touch(std::span<const SharedKey> keys, milliseconds /*within*/) override { touched += keys.size(); }

  std::map<SharedKey, std::string> kept;
  std::optional<Trouble> trouble;
  milliseconds takes{};
  milliseconds last_within{};
  int finds = 0;
  int puts = 0;
  std::size_t touched = 0;

 private:
  test::FakeClock& clock_;
};

struct World {
  test::TemporaryFolder home;
  test::FakeClock clock;
  FakeStore* store = nullptr;

  std::unique_ptr<Tier> tier(bool may_write = true, std::string secret = std::string(40, 's')) {
    auto made = std::make_unique<FakeStore>(clock);
    if (store != nullptr) {
      made->kept = store->kept;
      made->trouble = store->trouble;
    }
    store = made.get();
    TierOptions options{"core", {}, may_write, home.path().string(), "url"};
    options.keys.signing = SigningKey::parse(secret).value();
    return std::make_unique<Tier>(std::move(made), std::move(options), clock);
  }
};

domain::CacheKey key_of(std::uint8_t byte) {
  domain::CacheKey key{};
  key.fill(byte);
  return key;
}

const std::vector kKeys{key_of(1), key_of(2)};

}  // namespace

TEST_CASE("what one put another finds, and both are counted") {
  World world;
  const auto tier = world.tier();
  CHECK(tier->put(kKeys[0], "document", kPutTime));
  CHECK(tier->put(kKeys[0], "another", kPutTime));
  const auto found = tier->find(kKeys);
  REQUIRE(found[0]);
  CHECK(found[0]->document == "document");
  CHECK_FALSE(found[1]);
  const TierReport report = tier->report();
  CHECK(report.counts.hits == 1);
  CHECK(report.counts.misses == 1);
  CHECK(report.counts.stored == 1);
  CHECK(report.counts.present == 1);
  CHECK_FALSE(report.trouble);
  tier->touch_used(kFindTime);
  CHECK(world.store->touched == 1);
}

TEST_CASE("what is not believed is a miss, counted, and said once") {
  World world;
  const auto writer = world.tier(true, std::string(40, 'x'));
  REQUIRE(writer->put(kKeys[0], "document", kPutTime));
  const auto stranger = world.tier();
  CHECK_FALSE(stranger->find(kKeys)[0]);
  CHECK_FALSE(stranger->find(kKeys)[0]);
  CHECK(stranger->report().counts.rejected == 2);
  CHECK(stranger->report().counts.hits == 0);
  CHECK(stranger->report().rejections.size() == 1);
}

TEST_CASE("a document that its reader rejects is no hit") {
  World world;
  const auto tier = world.tier();
  REQUIRE(tier->put(kKeys[0], "document", kPutTime));
  tier->reject(*tier->find(kKeys)[0], "its digest is wrong");
  CHECK(tier->report().counts.hits == 0);
  CHECK(tier->report().counts.rejected == 1);
}

TEST_CASE("a store that cannot be reached is asked once in a run, and not at all by the next one") {
  World world;
  const auto tier = world.tier();
  world.store->trouble = Trouble{Fault::unreachable, "no answer in time", "", {}};
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(world.store->finds == 1);
  CHECK_FALSE(tier->may_put());
  CHECK_FALSE(tier->put(kKeys[0], "document", kPutTime));
  CHECK(world.store->puts == 0);
  CHECK(tier->report().trouble == "no answer in time");
  CHECK(tier->report().off_until > kNow);
  CHECK(tier->report().counts.not_asked == 2);

  const auto next = world.tier();
  CHECK_FALSE(next->find(kKeys)[0]);
  CHECK(world.store->finds == 0);
  CHECK(next->report().trouble == "no answer in time");

  world.clock.advance(std::chrono::seconds(40));
  world.store->trouble.reset();
  const auto later = world.tier();
  world.store->trouble.reset();
  CHECK_FALSE(later->find(kKeys)[0]);
  CHECK(later->report().counts.misses == 2);
  CHECK_FALSE(later->report().trouble);
}

TEST_CASE("a run loses three seconds at most") {
  World world;
  const auto tier = world.tier();
  world.store->takes = milliseconds(1900);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(world.store->last_within == kFindTime);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(world.store->last_within == milliseconds(1100));
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(world.store->finds == 2);
  CHECK(tier->time_left() == milliseconds(0));
}

TEST_CASE("a writer that may not write goes on reading") {
  World world;
  const auto tier = world.tier();
  REQUIRE(tier->put(kKeys[0], "document", kPutTime));
  world.store->trouble = Trouble{Fault::read_only, "writing is not allowed", "", {}};
  CHECK_FALSE(tier->put(kKeys[1], "document", kPutTime));
  world.store->trouble.reset();
  CHECK_FALSE(tier->may_put());
  CHECK_FALSE(tier->put(kKeys[1], "document", kPutTime));
  CHECK(world.store->puts == 2);
  CHECK(tier->find(kKeys)[0]);
  CHECK(tier->report().no_writes == "writing is not allowed");
  CHECK_FALSE(tier->report().off_until);
}

TEST_CASE("a reader writes nothing") {
  World world;
  const auto tier = world.tier(false);
  CHECK_FALSE(tier->may_put());
  CHECK_FALSE(tier->put(kKeys[0], "document", kPutTime));
  CHECK(world.store->puts == 0);
}

TEST_CASE("one answer of a failing server does not end the run, three do") {
  World world;
  const auto tier = world.tier();
  world.store->trouble = Trouble{Fault::failing, "status 500", "", {}};
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK_FALSE(tier->report().off_until);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(tier->report().off_until);
  CHECK_FALSE(tier->find(kKeys)[0]);
  CHECK(world.store->finds == 3);
}

TEST_CASE("a document that is too large is done with, and nobody is asked") {
  World world;
  const auto tier = world.tier();
  CHECK(tier->put(kKeys[0], std::string(kMaxDocument + 1, 'x'), kPutTime));
  CHECK(world.store->puts == 0);
  CHECK(tier->report().counts.too_large == 1);
}

}  // namespace rustassistant::tier
