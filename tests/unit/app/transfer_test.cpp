// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_lines.hpp"
#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "stores_world.hpp"

// Exported ledgers and caches: whole or damaged, read in pieces of any size.
namespace rustassistant::app {
namespace {

struct World : test::StoresWorld {
  std::string exported() {
    std::string text;
    REQUIRE(export_ledger(services(), [&](std::string_view piece) { text += piece; }));
    return text;
  }
  // In pieces of that many bytes.
  Result<LedgerImport> import(const std::string& text, std::size_t size) {
    std::size_t at = 0;
    return import_ledger(services(), [&]() -> Result<std::string> {
      const std::string piece = text.substr(at, size);
      at += piece.size();
      return piece;
    });
  }
};

}  // namespace

TEST_CASE_METHOD(World, "an exported ledger comes in again whole, whatever the pieces it is read in") {
  spend_on(20261119, 5);
  spend_on(20261120, 7);
  const std::string text = exported();
  const std::size_t size = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{1'000'000});
  const bool ends_in_break = GENERATE(true, false);
  move_home("other");
  const auto read = import(ends_in_break ? text : text.substr(0, text.size() - 1), size);
  REQUIRE(read);
  CHECK(read->calls.added == 2);
  CHECK(read->refused == 0);
  CHECK(read->refusals.empty());
  CHECK((*open_ledger(services(), ledger::IfMissing::empty))->standing()->month.spent == NanoUsd{12});
  const auto again = *import(text, size);
  CHECK(again.calls.added == 0);
  CHECK(again.calls.present == 2);
}

TEST_CASE_METHOD(World, "what is wrong with an exported ledger is told, and the rest of it comes in") {
  spend_on(20261119, 5);
  spend_on(20261120, 7);
  const std::string text = exported();
  move_home("other");
  const std::size_t second = text.find('\n') + 1;
  const std::size_t third = text.find('\n', second) + 1;
  const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
  const auto told = [&](const std::string& changed) {
    const auto read = import(changed, 100);
    if (!read) return read.error().what;
    std::string all =
        std::to_string(read->calls.added + read->calls.present) + " in, " + std::to_string(read->refused) + " refused";
    for (const Refused& refusal : read->refusals) all += "; " + std::to_string(refusal.line) + ": " + refusal.reason;
    return all;
  };
  CHECK(told(text.substr(0, last)) == "2 in, 0 refused; 0: it is cut off");
  CHECK(told(text.substr(0, second) + text.substr(third)) == "1 in, 0 refused; 0: it says it holds 2 calls, and has 1");
  CHECK(told(text + "{}\n") == "2 in, 0 refused; 0: there is data after its end");
  CHECK(told(text.substr(0, second) + "{}\n" + text.substr(third)).starts_with("1 in, 1 refused; 2: "));
  CHECK_FALSE(import("", 100));
  CHECK_FALSE(import("{}\n", 100));
  CHECK(told(text.substr(0, second) + std::string(kMaxLedgerLine + 200, 'x')) ==
        "a line is longer than any line of a ledger");
}

TEST_CASE_METHOD(World, "a hundred refused calls of a ledger are told one by one, and all are counted") {
  spend_on(20261119, 5);
  const std::string text = exported();
  std::string many = text.substr(0, text.find('\n') + 1);
  for (int i = 0; i < 102; ++i) many += "{}\n";
  move_home("other");
  const auto read = *import(many, 4096);
  CHECK(read.refused == 102);
  REQUIRE(read.refusals.size() == 101);
  CHECK(read.refusals[0].line == 2);
  CHECK(read.refusals[99].line == 101);
  CHECK(read.refusals[100].reason == "it is cut off");
}

TEST_CASE_METHOD(World, "an exported cache comes in again whole, and what is wrong with it is told") {
  run();
  const std::string archive = [&] {
    const auto opened = *open_working_cache(loaded, services());
    std::string bytes;
    const auto done = export_cache(*opened.cache, clock, [&](std::string_view piece) -> Result<void> {
      bytes += piece;
      return {};
    });
    REQUIRE(done);
    CHECK(done->entries == 2);
    CHECK(done->damaged == 0);
    CHECK(done->bytes == static_cast<std::int64_t>(bytes.size()));
    return bytes;
  }();
  move_home("other");
  const auto import_from = [&](const std::string& bytes, std::size_t size) {
    const auto opened = *open_working_cache(loaded, services());
    std::size_t at = 0;
    return import_cache(*opened.cache, clock, [&]() -> Result<std::string> {
      const std::string piece = bytes.substr(at, size);
      at += piece.size();
      return piece;
    });
  };
  const auto cut = import_from(archive.substr(0, archive.size() - 1), 1'000);
  CHECK((!cut || (cut->refusals.size() == 1 && cut->refusals[0].line == 0)));
  const auto whole = import_from(archive, GENERATE(std::size_t{1}, std::size_t{1'000'000}));
  REQUIRE(whole);
  CHECK(whole->count.entered() + whole->count.present == 2);
  CHECK(whole->refusals.empty());
  CHECK_FALSE(import_from("", 100));
  CHECK_FALSE(import_from("no archive", 100));
}

}  // namespace rustassistant::app
