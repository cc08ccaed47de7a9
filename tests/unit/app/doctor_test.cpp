// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>

#include "rustassistant/app/doctor.hpp"
#include "stores_world.hpp"

// What is found out about an installation.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

using test::StoresWorld;

}  // namespace

TEST_CASE_METHOD(StoresWorld, "doctor looks at everything, and tells what is wrong with each") {
  const auto told = [&](std::string_view name) {
    std::string all;
    const auto diagnosis = diagnose(services(), Reach::offline);
    for (const Check& check : diagnosis.checks) {
      if (check.name != name) continue;
      all += check.verdict == Verdict::ok ? "ok: " : check.verdict == Verdict::note ? "note: " : "problem: ";
      all += check.detail + "\n";
    }
    return all;
  };
  const auto has = [&](std::string_view name, std::string_view text) {
    const std::string all = told(name);
    INFO(all);
    CHECK(all.find(text) != std::string::npos);
  };
  has("home", "does not exist yet");
  has("ledger", "does not exist yet");
  has("settings", "defaults apply");
  has("keys", "ok: OPENAI_API_KEY is set");
  has("auto", "openai");
  has("libraries", "SQLite 3.");
  variables["GROK_API_KEY"] = "x";
  has("keys", "note: GROK_API_KEY is set");
  variables["XAI_API_KEY"] = "x";
  CHECK(told("keys").find("GROK") == std::string::npos);
  variables.erase("XAI_API_KEY");
  variables.erase("OPENAI_API_KEY");
  has("keys", "note: no key is set");
  variables["https_proxy"] = "http://me:secret@proxy.example:3128";
  has("proxy", "https_proxy names proxy.example:3128");
  variables["https_proxy"] = "http://proxy.example:3128";
  has("proxy", "https_proxy names proxy.example:3128");
  variables["https_proxy"] = "proxy.example:3128";
  has("proxy", "https_proxy names proxy.example:3128");

  spend_on(20261121, 5);
  has("ledger", "ok: '" + home() + "/ledger.db': sound, 1 call this month");
  {
    const auto ledger = *open_ledger(services(), ledger::IfMissing::create);
    REQUIRE(ledger->reserve({}, NanoUsd{5}, {}));
  }
  clock.advance(std::chrono::hours(1));
  has("ledger", "note: 1 call is unsettled");
  fs::permissions(home() + "/ledger.db", fs::perms(0644));
  has("ledger", "is open to other users");
  fs::permissions(home(), fs::perms(0755));
  has("home", "note: '" + home() + "' is open to other users");
  fs::permissions(home(), fs::perms(0700));
  has("home", "ok: '" + home() + "'");
  clock.set(TimeZone().start_of_day(20261110));
  has("ledger", "problem: 2 calls in the ledger are dated up to 2026-11-21");
  CHECK(diagnose(services(), Reach::offline).outcomes.count(Errc::storage) == 1);
  clock.set(TimeZone().start_of_day(20281110));
  has("ledger", "note: the clock says 2028-11-10");
  folder.write("home/config.toml", "nonsense");
  has("settings", "problem: ");
  folder.write("home/config.toml", "[llm]\n");
  has("settings", "ok: '" + home() + "/config.toml'");
  fs::resize_file(home() + "/ledger.db", 100);
  has("ledger", "problem: ");
}

}  // namespace rustassistant::app
