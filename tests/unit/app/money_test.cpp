// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app_world.hpp"
#include "ledger_lines.hpp"
#include "rustassistant/app/backup.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/doctor.hpp"
#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/time_zone.hpp"

// What is told of money and stores, and what leaves and enters them.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

struct World : test::AppWorld {
  test::FakeTransport transport{{}};
  std::unique_ptr<sys::Environment> environment;
  std::unique_ptr<Services> made_services;

  const Services& services() {
    environment = std::make_unique<sys::Environment>(variables);
    made_services = std::make_unique<Services>(
        Services{clock, transport, *environment, [this](const std::string& text) { warnings.push_back(text); }});
    return *made_services;
  }
  std::string home() const { return (folder.path() / "home").string(); }
  void spend_on(int day, std::int64_t amount) {
    clock.set(TimeZone().start_of_day(day));
    const auto ledger = *open_ledger(services(), ledger::IfMissing::create);
    REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{amount}, {}), std::nullopt, NanoUsd{amount}));
  }
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
  void move_home(const std::string& name) { variables["RUSTASSISTANT_HOME"] = (folder.path() / name).string(); }
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

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

TEST_CASE_METHOD(World, "a backup holds settings, ledger and cache, and nothing of them is lost by restoring it") {
  fs::create_directories(home());
  std::ofstream(home() + "/config.toml") << "[llm]\nmodel = \"gpt-4o-mini\"\n";
  run();
  const std::string path = (folder.path() / "all.tar").string();
  const auto backup = write_backup(path, loaded, services());
  REQUIRE(backup);
  CHECK(backup->settings);
  CHECK(backup->calls == 1);
  CHECK(backup->entries == 2);  // the model's answer and what builtin measures
  CHECK(backup->damaged == 0);
  CHECK(backup->bytes == static_cast<std::int64_t>(fs::file_size(path)));
  CHECK(fs::status(path).permissions() == fs::perms(0600));

  move_home("other");
  const auto restored = restore_backup(path, services());
  REQUIRE(restored);
  CHECK(restored->settings == (folder.path() / "other/config.toml").string());
  CHECK(restored->settings_before.empty());
  CHECK(restored->damaged_ledger.empty());
  CHECK(restored->ledger.calls.added == 1);
  CHECK(restored->entries == 2);
  CHECK(restored->refusals.empty());
  CHECK(content_of(restored->settings) == content_of(home() + "/config.toml"));
  CHECK(fs::status(restored->settings).permissions() == fs::perms(0600));

  // Settings that differ are kept beside; twice in a second, too. The same ones are left.
  const auto again = restore_backup(path, services());
  CHECK(again->settings_before.empty());
  CHECK(again->entries == 0);
  for (const std::string end : {"", "-2", "-3"}) {
    std::ofstream(restored->settings) << "[llm]\nmodel = \"other" << end << "\"\n";
    const auto kept = *restore_backup(path, services());
    CHECK(kept.settings_before == restored->settings + ".before-20261121T120000Z" + end);
    CHECK(content_of(kept.settings_before).find("other" + end) != std::string::npos);
  }
}

TEST_CASE_METHOD(World, "a ledger that cannot be used makes room for the one of a backup, with its log") {
  spend_on(20261121, 5);
  const std::string path = (folder.path() / "all.tar").string();
  CHECK_FALSE(write_backup(path, loaded, services())->settings);
  move_home("other");
  folder.write("other/ledger.db", "no ledger");
  folder.write("other/ledger.db-wal", "its log");
  const auto restored = restore_backup(path, services());
  REQUIRE(restored);
  CHECK(restored->settings.empty());
  CHECK(content_of(restored->damaged_ledger) == "no ledger");
  CHECK(content_of(restored->damaged_ledger + "-wal") == "its log");
  CHECK(restored->ledger.calls.added == 1);
}

TEST_CASE_METHOD(World, "what is no backup is refused, and one that is cut off says so") {
  spend_on(20261121, 5);
  const std::string path = (folder.path() / "all.tar").string();
  REQUIRE(write_backup(path, loaded, services()));
  const std::string whole = content_of(path);
  const auto outcome = [&](const std::string& content) {
    const auto restored = restore_backup(folder.write("changed.tar", content), services());
    return restored ? std::to_string(restored->refusals.size()) + " refusals" : restored.error().what;
  };
  const std::string none = "it is not a backup, or damaged";
  CHECK(outcome("") == none);
  CHECK(outcome(std::string(2048, 'x')) == none);
  CHECK(outcome(std::string(1024, '\0')) == none);
  CHECK(outcome(whole.substr(0, 100)) == none);
  CHECK(outcome(whole.substr(0, 520)) != "0 refusals");
  std::string renamed = whole;
  renamed.replace(0, 6, "redger");
  CHECK(outcome(renamed) != "0 refusals");
  CHECK(outcome(whole) == "0 refusals");
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

TEST_CASE_METHOD(World, "the days of a history are those that are asked for, thirty without being asked") {
  spend_on(20261121, 5);
  struct Row {
    HistoryRequest wanted;
    int from;
    int to;
  };
  const auto asked = [](auto set) {
    HistoryRequest wanted;
    set(wanted);
    return wanted;
  };
  for (const Row& row : {Row{{}, 20261023, 20261121},
                         {asked([](HistoryRequest& r) { r.days = 1; }), 20261121, 20261121},
                         {asked([](HistoryRequest& r) { r.days = 2; }), 20261120, 20261121},
                         {asked([](HistoryRequest& r) { r.months = 1; }), 20261101, 20261121},
                         {asked([](HistoryRequest& r) { r.months = 3; }), 20260901, 20261121},
                         {asked([](HistoryRequest& r) { r.since = 20261105; }), 20261105, 20261121},
                         {asked([](HistoryRequest& r) { r.until = 20261105; }), 0, 20261105},
                         {asked([](HistoryRequest& r) { r.since = r.until = 20261105; }), 20261105, 20261105},
                         {asked([](HistoryRequest& r) { r.since_age = 86'400'000; }), 20261120, 20261121}}) {
    CAPTURE(row.from, row.to);
    const auto report = spending_history(row.wanted, loaded, services());
    REQUIRE(report);
    CHECK(report->query.from_day == row.from);
    CHECK(report->query.to_day == row.to);
  }
  for (const HistoryRequest& wrong :
       {asked([](HistoryRequest& r) { r.days = r.months = 1; }),
        asked([](HistoryRequest& r) { r.since = r.days = 20261101; }),
        asked([](HistoryRequest& r) { r.until = r.months = 20261101; }), asked([](HistoryRequest& r) {
          r.since = 20261106;
          r.until = 20261105;
        })}) {
    CHECK(spending_history(wrong, loaded, services()).error().code == Errc::usage);
  }
}

TEST_CASE_METHOD(World, "a clock is told to be wrong for calls ahead, and a year after the newest call") {
  spend_on(20261121, 5);
  const auto problem = [&](UnixMillis now) {
    clock.set(now);
    const auto standing = *(*open_ledger(services(), ledger::IfMissing::empty))->standing();
    const auto found = clock_problem(standing, now);
    return found ? found->what : std::string();
  };
  const std::int64_t made = TimeZone().start_of_day(20261121).value;
  constexpr std::int64_t kDay = 86'400'000;
  CHECK(problem({made}).empty());
  CHECK(problem({made + 366 * kDay}).empty());
  CHECK(problem({made + 366 * kDay + 1}).find("the newest call") != std::string::npos);
  CHECK(problem({made - 2 * kDay}).find("1 call in the ledger is dated") != std::string::npos);
  CHECK(repair_clock(services()) == 1);
  CHECK(problem({made - 2 * kDay}).empty());
}

TEST_CASE_METHOD(World, "an alert below the warning is refused, whichever of them stands already") {
  const auto changed = [&](std::optional<int> warn, std::optional<int> alert,
                           const std::vector<ledger::StoredSetting>& unset = {}) {
    ledger::SettingsChange change;
    change.set.warn_percent = warn;
    change.set.alert_percent = alert;
    change.unset = unset;
    return change_budget(change, loaded.settings, services()).has_value();
  };
  const int warn = loaded.settings.budget.base.warn_percent;
  const int alert = loaded.settings.budget.base.alert_percent;
  CHECK_FALSE(changed(alert + 1, {}));
  CHECK(changed(alert, {}));
  CHECK_FALSE(changed({}, alert - 1));
  CHECK(changed({}, {}, {ledger::StoredSetting::warn_percent}));
  CHECK_FALSE(changed({}, warn - 1));
  CHECK(changed({}, warn));
  CHECK_FALSE(changed(warn + 1, {}));
  CHECK(changed(warn + 1, {}, {ledger::StoredSetting::alert_percent}));
  // What is stored stands above the files, and below variables and flags.
  loaded.origins["budget.warn_at"] = {config::Source::flag, "--warn-at"};
  const auto with = *with_stored_budget(loaded, services());
  CHECK(with.settings.budget.base.warn_percent == warn + 1);
  CHECK(with.origin_of("budget.warn_at").source == config::Source::flag);
  CHECK(with.origin_of("budget.monthly_usd").source != config::Source::ledger);
}

TEST_CASE_METHOD(World, "doctor looks at everything, and tells what is wrong with each") {
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

TEST_CASE("what several reviews spent is summed up, part by part") {
  Spending sum;
  sum.add_booked(NanoUsd{5}, false);
  CHECK(sum.cost() == NanoUsd{5});
  CHECK_FALSE(sum.estimated);
  Spending other;
  other.add_booked(NanoUsd{7}, true);
  other.add_open(NanoUsd{11});
  other.over_cap = true;
  sum += other;
  CHECK(sum.booked == NanoUsd{12});
  CHECK(sum.open == NanoUsd{11});
  CHECK(sum.open_calls == 1);
  CHECK(sum.estimated);
  CHECK(sum.over_cap);
  CHECK(sum.cost() == NanoUsd{23});
  sum += Spending{};
  CHECK(sum.estimated);
  CHECK(sum.over_cap);
  CHECK(sum.unknown_calls == 0);
  Spending unknown;
  unknown.add_booked(std::nullopt, false);
  unknown.add_open(std::nullopt);
  CHECK(unknown.unknown_calls == 2);
  sum += unknown;
  CHECK(sum.unknown_calls == 2);
  CHECK(sum.open_calls == 2);
  CHECK(sum.cost() == std::nullopt);
}

}  // namespace rustassistant::app
