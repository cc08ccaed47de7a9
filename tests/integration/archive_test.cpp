// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "rustassistant/codec/zstd.hpp"
#include "world.hpp"

// A cache carried elsewhere as one file.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string unpacked(const std::string& bytes) {
  rustassistant::codec::StreamDecompressor stream;
  std::string text;
  REQUIRE(stream.read(bytes, [&text](std::string_view piece) {
    text += piece;
    return true;
  }));
  CHECK(stream.at_end());
  return text;
}

std::string packed(const std::string& text) {
  rustassistant::codec::StreamCompressor stream(3);
  std::string bytes = stream.write(text);
  return bytes += stream.finish();
}

class Traveller : public World {
 public:
  explicit Traveller(int files) {
    for (int i = 0; i < files; ++i)
      write("repo/src/f" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
    if (files > 0) CHECK(run({"refactor", "analyze", "src"}).exit_code == 0);
  }
  [[nodiscard]] std::string archive() const {
    const std::string file = write("a.zst", "");
    CHECK(run({"cache", "export", file}).exit_code == 0);
    return bytes_of(file);
  }
  // Imports these bytes.
  [[nodiscard]] Json bring_in(const std::string& bytes, int exit_code = 0) const {
    const Outcome outcome = run({"cache", "import", write("in.zst", bytes), "--format", "json"});
    INFO(outcome.err);
    CHECK(outcome.exit_code == exit_code);
    return outcome.json();
  }
};

}  // namespace

TEST_CASE("an exported cache answers elsewhere, with everything that was known") {
  const Traveller here(12);
  const std::string archive = here.archive();
  const std::string text = unpacked(archive);
  keep_for_schemas(text);
  CHECK(Json::parse(text.substr(0, text.find('\n')))["schema"] == "rustassistant.cache-export/1");

  const Traveller there(0);
  const Json brought = there.bring_in(archive);
  CHECK(brought["schema"] == "rustassistant.cache-import/1");
  CHECK(brought["added"] == 12);
  there.write("repo/same.rs", "fn f7() {}\n");
  CHECK(there.run({"refactor", "analyze", "same.rs", "--format", "json"}).json()["results"][0]["cache"] == "hit");
  const Json a = here.cache();
  const Json b = there.cache();
  for (const char* figure : {"entries", "raw_bytes", "cost_nano_usd", "oldest", "newest"})
    CHECK(a[figure] == b[figure]);
  CHECK(there.run({"cache", "verify"}).exit_code == 0);

  const Json again = there.bring_in(archive);
  CHECK(again["added"] == 0);
  CHECK(again["present"] == 12);
}

TEST_CASE("an archive travels through a pipe, and never to a terminal") {
  const Traveller here(3);
  const Outcome out = here.run({"cache", "export", "-"});
  CHECK(out.exit_code == 0);
  CHECK_THAT(out.err, Contains("3 entries"));
  CHECK(Json::parse(unpacked(out.out).substr(0, unpacked(out.out).find('\n'))).contains("schema"));
  CHECK(here.run({"cache", "export", "-", "--format", "json"}).exit_code == 2);
  CHECK(here.run({"cache", "export", "/dev/null/a.zst"}).exit_code == 7);
  const std::string file = here.write("b.zst", "");
  const Json report = here.run({"cache", "export", file, "--format", "json"}).json();
  CHECK(report["entries"] == 3);
  CHECK(report["bytes"] == std::filesystem::file_size(file));
  CHECK(report["damaged"] == 0);
}

TEST_CASE("an empty cache makes an empty archive") {
  const Traveller nobody(0);
  CHECK(nobody.bring_in(nobody.archive())["added"] == 0);
  CHECK_FALSE(std::filesystem::exists(nobody.in_home("cache.db")));
}

TEST_CASE("a newer entry is not overwritten by an older one, but an older one by a newer one") {
  const Traveller here(2);
  const std::string archive = here.archive();
  CHECK(here.run({"refactor", "analyze", "src", "--refresh"}).exit_code == 0);
  CHECK(here.bring_in(archive)["superseded"] == 2);
  const std::string newer = here.archive();
  const Traveller there(0);
  CHECK(there.bring_in(archive)["added"] == 2);
  CHECK(there.bring_in(newer)["replaced"] == 2);
}

TEST_CASE("hostile and damaged entries are refused one by one, and the others come in") {
  const Traveller here(6);
  const std::string text = unpacked(here.archive());
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    lines.push_back(text.substr(at, text.find('\n', at) - at));
  REQUIRE(lines.size() == 8);
  Json changed = Json::parse(lines[1]);
  changed["result"] = R"({"code_smells":[]})";
  lines[1] = changed.dump();
  changed = Json::parse(lines[2]);
  changed["model"] = "somebody-else";
  lines[2] = changed.dump();
  lines[3] = "garbage";
  lines[4] = R"({"result":")" + std::string(9'000'000, 'x') + "\"}";
  std::string again;
  for (const std::string& line : lines) again += line + "\n";

  const Traveller there(0);
  const Json brought = there.bring_in(packed(again), 1);
  CHECK(brought["added"] == 2);
  CHECK(brought["refused"] == 4);
  REQUIRE(brought["refusals"].size() == 4);
  CHECK(brought["refusals"][0]["line"] == 2);
  CHECK_THAT(brought["refusals"][0]["reason"].get<std::string>(), Contains("digest"));
  CHECK_THAT(brought["refusals"][1]["reason"].get<std::string>(), Contains("key"));
  CHECK_THAT(brought["refusals"][3]["reason"].get<std::string>(), Contains("longer"));
  CHECK(there.run({"cache", "verify"}).exit_code == 0);
  CHECK_THAT(there.run({"cache", "import", there.write("in.zst", packed(again))}).out, Contains("line 2: its digest"));
}

TEST_CASE("an archive that is cut off or damaged gives what stands before") {
  const Traveller here(300);  // more than one block of zstd's
  const std::string archive = here.archive();
  const std::string text = unpacked(archive);
  const Traveller there(0);
  const std::size_t half = text.find('\n', text.size() / 2) + 1;
  const Json cut = there.bring_in(packed(text.substr(0, half)), 1);
  CHECK(cut["added"] > 10);
  CHECK_THAT(cut["refusals"][0]["reason"].get<std::string>(), Contains("cut off"));
  CHECK(there.bring_in(archive.substr(0, archive.size() - 3), 1)["refusals"].size() == 1);
  std::string broken = archive;
  broken.back() = static_cast<char>(broken.back() ^ 1);
  CHECK(there.bring_in(broken, 1)["refusals"].size() == 1);
  CHECK(there.bring_in(packed(text + "{}\n"), 1)["refusals"].size() == 1);
  CHECK(there.run({"cache", "verify"}).exit_code == 0);
}

TEST_CASE("who names no archive, or several, is told the right words") {
  const Traveller there(0);
  for (const char* command : {"export", "import", "why"}) {
    for (const std::vector<std::string>& files : {std::vector<std::string>{}, {"a", "b"}}) {
      std::vector<std::string> words{"cache", command};
      words.insert(words.end(), files.begin(), files.end());
      const Outcome outcome = there.run(words);
      CHECK(outcome.exit_code == 2);
      CHECK_THAT(outcome.err, Contains("name one file") && Contains(std::string("cache ") + command));
    }
  }
}

TEST_CASE("what is no archive changes nothing") {
  const Traveller there(1);
  for (const std::string& bytes : {std::string(), std::string("text\n"), packed(""), packed("{}\n"), packed("x")}) {
    const Outcome outcome = there.run({"cache", "import", there.write("in.zst", bytes)});
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(outcome.err, Contains("not a cache archive"));
  }
  CHECK(there.run({"cache", "import", "missing.zst"}).exit_code == 3);
  CHECK(there.run({"cache", "import", "."}).exit_code == 3);
  CHECK(there.cache()["entries"] == 1);
}

TEST_CASE("a bomb is not unpacked") {
  const Traveller there(0);
  const std::string header = R"({"schema":"rustassistant.cache-export/1"})";
  rustassistant::codec::StreamCompressor stream(19);
  std::string bomb = stream.write(header + "\n");
  const std::string zeros(10'000'000, '0');
  for (int i = 0; i < 40; ++i) bomb += stream.write(zeros);
  bomb += stream.finish();
  REQUIRE(bomb.size() < 200'000);
  const Json brought = there.bring_in(bomb, 1);
  CHECK(brought["added"] == 0);
  CHECK_THAT(brought["refusals"][0]["reason"].get<std::string>(), Contains("does not end"));
}
