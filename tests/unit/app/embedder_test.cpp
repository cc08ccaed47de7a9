// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dense.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::app;

namespace {

// A model that counts how often it is looked at, and refuses while its vectors are of another size than was remembered.
class CountedEmbedder : public Embedder {
 public:
  std::string state = "a";
  std::int64_t dimension = 4;
  int examined = 0;

  [[nodiscard]] Result<std::vector<std::vector<float>>> vectors_of(std::span<const std::string> /*texts*/) override {
    if (maker().dimension != dimension) return fail(Errc::provider, "another size");
    return std::vector<std::vector<float>>();
  }
  [[nodiscard]] bool has_changed() const override { return maker().dimension != dimension; }

 protected:
  [[nodiscard]] std::string identity() const override { return state; }
  [[nodiscard]] Result<search::VectorMaker> examine() override {
    ++examined;
    return search::VectorMaker{"m", "hash of " + state, "cls", dimension};
  }
};

struct EmbedderDesk {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::unique_ptr<search::Index> index =
      search::Index::open((folder.path() / "a.db").string(), search::Access::write, "v1", clock, {}).value();
};

}  // namespace

TEST_CASE("a model is examined once, and again when its identity is another one or tells nothing") {
  EmbedderDesk desk;
  CountedEmbedder model;
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  CHECK(model.examined == 1);
  CHECK(model.maker().hash == "hash of a");
  model.state = "b";
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  CHECK(model.examined == 2);
  CHECK(model.maker().hash == "hash of b");
  model.state.clear();
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  CHECK(model.examined == 4);
  CHECK(desk.index->known_model().value()->identity == "b");
}

TEST_CASE("a model that proves to be another one than was remembered is examined, and the work done once more") {
  EmbedderDesk desk;
  CountedEmbedder model;
  REQUIRE(model.introduce(*desk.index, Memory::trusted));
  model.dimension = 8;
  int works = 0;
  const auto done = introduced(model, *desk.index, [&] {
    ++works;
    return model.vectors_of({});
  });
  CHECK(done);
  CHECK(works == 2);
  CHECK(model.examined == 2);
  CHECK(desk.index->known_model().value()->maker.dimension == 8);
}
