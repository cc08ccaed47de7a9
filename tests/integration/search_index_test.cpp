// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "searched_repository.hpp"

// The index behind a search: kept up to date, built again where it is damaged, and never half of one.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

// What the files of all indexes take at the moment.
std::int64_t index_bytes(const Repository& world) {
  std::error_code failure;
  std::int64_t bytes = 0;
  fs::directory_iterator entry(world.in_home("index"), failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    const auto size = entry->file_size(failure);
    if (!failure) bytes += static_cast<std::int64_t>(size);
    failure.clear();
  }
  return bytes;
}

}  // namespace

TEST_CASE("what changes between two searches is found by the second") {
  const Repository world;
  world.age_files();
  CHECK(world.paths({"zeppelin"}).empty());
  world.write("repo/src/parser.rs", "// A zeppelin.\n");
  CHECK(world.paths({"zeppelin"}) == Paths{"src/parser.rs"});
  CHECK(world.paths({"parse_header"}).empty());
  fs::remove(world.repo() + "/src/parser.rs");
  const Json gone = world.json({"zeppelin"});
  CHECK(gone["results"].empty());
  CHECK(gone["index"]["removed"] == 1);
}

TEST_CASE("a file of the same size that is written at once after a search is noticed") {
  const Repository world;
  world.write("repo/src/a.rs", "// aardvark\n");
  CHECK(world.paths({"aardvark"}) == Paths{"src/a.rs"});
  world.write("repo/src/a.rs", "// zeppelin\n");
  CHECK(world.paths({"zeppelin"}) == Paths{"src/a.rs"});
  CHECK(world.paths({"aardvark"}).empty());
}

TEST_CASE("an unchanged repository is not read again") {
  const Repository world;
  CHECK(world.json({"retries"})["index"]["refreshed"] == 3);
  CHECK(world.json({"retries"})["index"]["refreshed"] == 0);
}

TEST_CASE("without refreshing, the index answers as it is and says so") {
  const Repository world;
  CHECK(world.search({"retries", "--no-refresh"}).exit_code == 3);
  CHECK(world.search({"retries"}).exit_code == 0);
  world.write("repo/src/retry.rs", "// nothing\n");
  const Json document = world.json({"exponentially", "--no-refresh"});
  REQUIRE(document["results"].size() == 1);
  CHECK(document["results"][0]["stale"] == true);
  CHECK(document["results"][0]["snippet"].is_null());
  CHECK(document["index"]["stale_seconds"].is_number());
}

TEST_CASE("a damaged index is built again, and one that is not ours replaced") {
  const Repository world;
  CHECK(world.search({"retries"}).exit_code == 0);
  const std::string file = world.index_file();
  REQUIRE_FALSE(file.empty());
  for (const std::size_t kept : {std::size_t{0}, std::size_t{100}, std::size_t{9000}}) {
    std::string bytes(20'000, 'x');
    bytes.resize(kept == 0 ? 20'000 : kept);
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const Outcome outcome = world.search({"retries"});
    CAPTURE(kept, outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Contains("src/retry.rs"));
  }
  // Damage within, which shows only when it is read.
  std::fstream inside(file, std::ios::binary | std::ios::in | std::ios::out);
  const auto size = static_cast<std::streamoff>(fs::file_size(file));
  for (std::streamoff at = 4096; at + 512 < size; at += 4096) {
    inside.seekp(at);
    inside.write(std::string(512, '\x5A').data(), 512);
  }
  inside.close();
  const Outcome outcome = world.search({"retries"});
  CAPTURE(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("src/retry.rs"));
}

TEST_CASE("damage that shows when the files are read costs one building, by whatever command comes first") {
  for (const bool by_build : {true, false}) {
    const Repository world;
    for (int i = 0; i < 300; ++i) world.write("repo/src/more" + std::to_string(i) + ".rs", "fn retries() {}\n");
    REQUIRE(world.run({"index", "build"}).exit_code == 0);
    std::fstream inside(world.index_file(), std::ios::binary | std::ios::in | std::ios::out);
    const auto size = static_cast<std::streamoff>(fs::file_size(world.index_file()));
    for (std::streamoff at = 16'384; at < size; at += 4096) {
      inside.seekp(at);
      inside.write(std::string(4096, '\x5A').data(), 4096);
    }
    inside.close();
    const Outcome status = world.run({"index", "status"});
    CHECK((status.exit_code == 0 || status.err.find("index build") != std::string::npos));
    const Outcome outcome = by_build ? world.run({"index", "build"}) : world.search({"retries"});
    CAPTURE(by_build, outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.err, Contains("it is built again") && !Contains("in memory"));
    CHECK(world.run({"index", "status", "--format", "json"}).json()["files"].get<int>() > 300);
  }
}

TEST_CASE("without a home, and with one that cannot be written, there is still an answer") {
  Repository world;
  const auto before = world.variables;
  world.variables["RUSTASSISTANT_HOME"] = "/dev/null/home";
  const Outcome unwritable = world.search({"retries"});
  CHECK(unwritable.exit_code == 0);
  CHECK_THAT(unwritable.out, Contains("src/retry.rs"));
  CHECK_THAT(unwritable.err, Contains("in memory"));
  CHECK(world.json({"retries"})["index"]["in_memory"] == true);
  world.variables = before;
}

TEST_CASE(
    "in a home that is there and cannot be written the index answers while it holds, and memory once it does not") {
  Repository world;
  world.age_files();
  REQUIRE(world.search({"retries"}).exit_code == 0);
  for (const auto& entry : fs::recursive_directory_iterator(world.home()))
    fs::permissions(entry, fs::perms(entry.is_directory() ? 0555 : 0444));
  fs::permissions(world.home(), fs::perms(0555));
  fs::permissions(world.home() + "/..", fs::perms(0755));
  // The superuser may write anywhere.
  if (::geteuid() == 0) world.wrapper = {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};
  const Json unchanged = world.json({"retries"});
  CHECK(unchanged["results"].size() == 2);
  CHECK(unchanged["index"]["in_memory"] == false);
  CHECK(unchanged["index"]["refreshed"] == 0);
  CHECK(world.json({"retries", "--no-refresh"})["results"].size() == 2);
  world.write("repo/src/zeppelin.rs", "fn zeppelin() {}\n");
  const Json changed = world.json({"zeppelin"});
  CHECK(changed["results"].size() == 1);
  CHECK(changed["index"]["in_memory"] == true);
  CHECK(world.run({"index", "build"}).exit_code == 7);
  world.wrapper.clear();
  for (const auto& entry : fs::recursive_directory_iterator(world.home()))
    fs::permissions(entry, fs::perms(entry.is_directory() ? 0755 : 0644));
  fs::permissions(world.home(), fs::perms(0755));
}

TEST_CASE("an update that is killed in the middle loses nothing and doubles nothing") {
  const Repository world;
  const auto write_all = [&](const std::string& word) {
    for (int i = 0; i < 200; ++i) {
      std::string text;
      for (int j = 0; j < 40; ++j)
        text += "fn " + word + "_" + std::to_string(i) + "_" + std::to_string(j) + "() { work(); }\n";
      world.write("repo/many/f" + std::to_string(i) + ".rs", text);
    }
  };
  write_all("zeppelin");
  REQUIRE(world.run({"index", "build"}).exit_code == 0);
  for (const char* word : {"dirigible", "balloon", "glider"}) {
    write_all(word);
    const std::int64_t before = index_bytes(world);
    const Started started = world.start({"index", "build"});
    while (started.is_running() && index_bytes(world) == before) {
    }
    started.signal(SIGKILL);
    (void)started.wait();
  }
  const Json found = world.json({"glider", "-n", "1000"});
  CHECK(found["results"].size() == 200);
  CHECK(found["index"]["files"] == 203);
  for (const char* word : {"zeppelin", "dirigible", "balloon"}) CHECK(world.paths({word}).empty());
}

TEST_CASE("twenty thousand files are indexed, found, and looked through again without reading one") {
  const Repository world;
  for (int i = 0; i < 200; ++i) {
    const std::string folder = world.repo() + "/many/d" + std::to_string(i);
    fs::create_directories(folder);
    for (int j = 0; j < 100; ++j)
      std::ofstream(folder + "/f" + std::to_string(j) + ".rs") << "fn work_" << i << "_" << j << "() {}\n";
  }
  world.write("repo/many/d77/zeppelin.rs", "fn zeppelin() {}\n");
  world.age_files();
  const Json first = world.json({"zeppelin"});
  CHECK(first["index"]["files"] == 20'004);
  CHECK(first["results"].size() == 1);
  world.write("repo/many/d78/other.rs", "fn zeppelin_again() {}\n");
  const Json second = world.json({"zeppelin"});
  CHECK(second["index"]["refreshed"] == 1);
  CHECK(second["results"].size() == 2);
  CHECK(world.json({"work", "-n", "1000"})["more"] == 19'000);
}

TEST_CASE("doctor tells of the index, and the status of the cache how large indexes are") {
  const Repository world;
  CHECK_THAT(world.run({"doctor"}).out, !Contains("index/"));
  CHECK(world.cache()["search_indexes"]["files"] == 0);
  REQUIRE(world.search({"retries"}).exit_code == 0);
  CHECK_THAT(world.run({"doctor"}).out, Contains("index") && Contains("3 files, "));
  const Json sizes = world.cache()["search_indexes"];
  CHECK(sizes["files"] == 1);
  CHECK(sizes["bytes"] >= static_cast<std::int64_t>(fs::file_size(world.index_file())));
  std::ofstream(world.index_file(), std::ios::binary) << std::string(20'000, 'x');
  const Outcome damaged = world.run({"doctor"});
  CHECK_THAT(damaged.out, Contains("the next search builds it again"));
}

TEST_CASE("a search that is killed in the middle leaves an index that answers, with nothing twice") {
  const Repository world;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int j = 0; j < 60; ++j)
      text += "fn zeppelin_" + std::to_string(i) + "_" + std::to_string(j) + "() { work(); }\n";
    world.write("repo/many/f" + std::to_string(i) + ".rs", text);
  }
  for (int round = 0; round < 4; ++round) {
    const Started started = world.start({"index", "build"});
    // At another place in each round, as soon as there is something to be damaged.
    while (started.is_running() && index_bytes(world) < round * 100'000) {
    }
    started.signal(SIGKILL);
    (void)started.wait();
  }
  const Json document = world.json({"zeppelin", "-n", "1000"});
  CHECK(document["results"].size() == 300);
  CHECK(document["index"]["files"] == 303);
  CHECK(fs::exists(world.index_file()));
}

TEST_CASE("several searches at once build one index, and all of them answer") {
  const Repository world;
  for (int i = 0; i < 100; ++i)
    world.write("repo/many/f" + std::to_string(i) + ".rs", "fn zeppelin_" + std::to_string(i) + "() {}\n");
  std::vector<Started> started;
  started.reserve(4);
  for (int i = 0; i < 4; ++i) started.push_back(world.start({"search", "zeppelin", "-n", "1000", "--format", "json"}));
  for (const Started& one : started) CHECK(one.wait().json()["results"].size() == 100);
  CHECK(world.json({"zeppelin", "-n", "1000"})["index"]["files"] == 103);
}

TEST_CASE("the index is built, described and removed by its commands") {
  const Repository world;
  const auto json = [&](const std::string& name) { return world.run({"index", name, "--format", "json"}).json(); };
  const Json none = json("status");
  CHECK(none["file"].is_null());
  CHECK(none["changed"] == 3);
  CHECK(json("build")["refreshed"] == 3);
  const Json there = json("status");
  CHECK(there["file"] == world.index_file());
  CHECK(there["files"] == 3);
  CHECK(there["gone"] == 0);
  struct stat facts{};
  REQUIRE(::stat(world.index_file().c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(json("clear")["bytes"] > 0);
  CHECK(fs::is_empty(world.in_home("index")));
  CHECK(world.run({"index", "clear"}).out == "there was no index\n");
}
