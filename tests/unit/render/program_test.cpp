// SPDX-License-Identifier: MIT
#include "rustassistant/render/program.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/render/backup.hpp"
#include "rustassistant/render/dependencies.hpp"
#include "rustassistant/render/dry_run.hpp"
#include "rustassistant/render/model_check.hpp"
#include "rustassistant/render/search.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

View program_view(Format format, std::size_t columns = View::kUnlimited, bool color = false) {
  View view;
  view.format = format;
  view.columns = columns;
  view.color = color;
  return view;
}

app::SearchReport full_search() {
  app::SearchReport report;
  report.query.words = "find \x1b it";
  report.query.terms = {"find", "it\x1b"};
  report.model = "all-\x1bMiniLM";
  report.index.repository = "/repo\x1b";
  report.index.file = "/home/index.db";
  report.index.files = 101;
  report.index.chunks = 102;
  report.index.refreshed = 103;
  report.index.removed = 104;
  report.index.stale_seconds = 105;
  app::SearchResult first;
  first.path = "src/a\x1b.rs";
  first.language = "rust";
  first.symbol = "A::b\x1b";
  first.kind = "fn\x1b";
  first.line_start = 99'998;
  first.line_end = 100'001;
  first.score = 1.23456;
  first.why = {0.1114, 0.2225, 0.3336, 0.4447, 0.5558, {}};
  first.terms = {"find", "it\x1b"};
  first.snippet = app::Snippet{"one\r\n\ttwo \x1b\n\nfour", 99'998, true};
  app::SearchResult second;
  second.path = "b.rs";
  second.score = -0.0004;
  second.why.similarity = 0.98765;
  second.is_stale = true;
  app::SearchResult third;
  third.path = "c.rs";
  third.line_start = 1;
  third.line_end = 1;
  third.kind = "k";
  third.snippet = app::Snippet{"x\n", 1, false};
  report.results = {first, second, third};
  report.more = 1'106;
  return report;
}

app::DependencyReport full_dependencies() {
  app::DependencyReport report;
  report.top = "/repo\x1b";
  report.path = "src";
  report.files = {"a.rs", "b\x1b.rs", "c \"q\" \\.rs", "d.rs"};
  report.edges_in_repository = 17;
  report.edges = {{0, 1, 3, {"one", "two\x1b"}, false},
                  {1, 0, 0, {}, false},
                  {0, 2, 1, {"a", "b", "c", "d", "e", "f", "g", "h"}, false},
                  {2, 1, 5, {"a", "b", "c", "d", "e", "f", "g", "h", "i"}, true}};
  report.unresolved = {{0, 7, "std\x1b", source::Unresolved::outside},
                       {1, 8, "lost\x1b", source::Unresolved::missing},
                       {2, 9, "two", source::Unresolved::ambiguous},
                       {0, 1, "x()", source::Unresolved::computed}};
  report.cycles = {{0, 1}, {2}};
  return report;
}

app::PlannedFile planned(const std::string& path, app::PlannedAnswer answer) {
  app::PlannedFile file;
  file.path = path;
  file.answer = answer;
  file.provider = domain::Provider::openai;
  file.model = "gpt\x1b";
  return file;
}

app::DryRun full_dry_run() {
  app::DryRun run;
  app::PlannedFile call = planned("call\x1b.rs", app::PlannedAnswer::call);
  call.request_bytes = 1'101;
  call.context_bytes = 1'102;
  call.parts = app::PlannedParts{1'103, 1'104};
  call.input_tokens = 1'105;
  call.output_tokens = 1'106;
  call.expected_cost = NanoUsd{7'000'000};
  call.upper_bound = NanoUsd{8'000'000};
  call.secrets_replaced = 9;
  app::PlannedFile unknown = planned("unknown.rs", app::PlannedAnswer::call);
  unknown.parts = app::PlannedParts{1, 1};
  app::PlannedFile builtin = planned("builtin.rs", app::PlannedAnswer::builtin);
  builtin.provider = domain::Provider::builtin;
  builtin.fallback = app::Fallback{app::FallbackReason::withheld, {Errc::input, "a \x1b key", ""}};
  app::PlannedFile failed = planned("failed.rs", app::PlannedAnswer::builtin);
  failed.error = Error{Errc::input, "not \x1b text", "look"};
  run.files = {call,
               unknown,
               builtin,
               failed,
               planned("hit.rs", app::PlannedAnswer::hit),
               planned("batch.rs", app::PlannedAnswer::batch),
               planned("none.rs", app::PlannedAnswer::none)};
  run.averaged_calls = 1'201;
  run.hits = 1'202;
  run.calls = 1'203;
  run.builtin = 1'204;
  run.in_batches = 1'205;
  run.given_up = 1'206;
  run.team_lookups = 1'207;
  run.expected_cost = NanoUsd{18'000'000};
  run.upper_bound = NanoUsd{19'000'000};
  run.unknown_costs = 1'208;
  run.sync = app::SyncFindings{1, 2, 3, 4, false, true, true, 5, {}};
  return run;
}

}  // namespace

TEST_CASE("results of a search are told whole, as text, JSON and lines of JSON") {
  test::ExpectedTexts expected("render/expected/search.txt");
  app::SearchReport report = full_search();
  for (const Explain explain : {Explain::no, Explain::yes}) {
    const std::string mode = explain == Explain::yes ? ", explained" : "";
    expected.add("text" + mode, render::search(report, explain, program_view(Format::text)));
    expected.add("JSON" + mode, render::search(report, explain, program_view(Format::json)));
    expected.add("lines of JSON" + mode, render::search(report, explain, program_view(Format::json_lines)));
  }
  expected.add("in color", render::search(report, Explain::yes, program_view(Format::text, 80, true)));
  for (app::SearchResult& result : report.results) result.snippet.reset();
  report.more = 1;
  report.index.file.clear();
  report.index.stale_seconds.reset();
  expected.add("without snippets", render::search(report, Explain::no, program_view(Format::text)));
  expected.add("in memory, JSON", render::search(report, Explain::no, program_view(Format::json)));
  expected.add("nothing", render::search({}, Explain::yes, program_view(Format::text)));
  expected.add("nothing, JSON", render::search({}, Explain::yes, program_view(Format::json)));
  expected.check();
}

TEST_CASE("how fresh an index is") {
  app::IndexStanding index;
  CHECK(freshness_text(index) == "the index was never complete");
  index.refreshed = 1;
  CHECK(freshness_text(index) == "indexed 1 file that is new or has changed, the index was never complete");
  index.stale_seconds = 0;
  CHECK(freshness_text(index) == "indexed 1 file that is new or has changed");
  index.removed = 1;
  index.refreshed = 1'002;
  CHECK(freshness_text(index) == "indexed 1,002 files that are new or have changed, removed 1 file that is gone");
  index.refreshed = 0;
  index.removed = 2;
  CHECK(freshness_text(index) == "removed 2 files that are gone");
  index.removed = 0;
  CHECK(freshness_text(index).empty());
  index.stale_seconds = 65;
  CHECK(freshness_text(index) == "the index was last checked 1 m 05 s ago");
  index.stale_seconds = 1;
  CHECK(freshness_text(index) == "the index was last checked 1.0 s ago");
}

TEST_CASE("what is known of an index is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/search_index.txt");
  app::IndexStanding index;
  const auto all = [&](const std::string& title) {
    for (const Format format : {Format::text, Format::json}) {
      expected.add(title + ": status", index_status(index, program_view(format)));
      expected.add(title + ": built", index_built(index, program_view(format)));
      expected.add(title + ": cleared", index_cleared(index, program_view(format)));
    }
  };
  all("nothing");
  index = {"/repo\x1b", "/index\x1b.db", 1'000,
           1'001,       1'002,           1'003,
           1'004,       1'005,           app::VectorStanding{"mini\x1b", "mean", 384, 1'006},
           1'007};
  all("full");
  index = {"/repo", "/index.db", 1, 1, 1, 1, 0, 0, app::VectorStanding{"m", "cls", 1, 1}, 1};
  all("one of each");
  index.refreshed = 0;
  index.stale_seconds.reset();
  all("the same");
  index.removed = 1;
  expected.add("one gone", index_status(index, program_view(Format::text)));
  app::ModelCheck check{"mini\x1b", "mean", 384, 1'008, 0.00012345, "the \x1b worst", 0.001};
  for (int i = 0; i < 3; ++i) {
    expected.add("model", model_check(check, program_view(Format::text)));
    expected.add("model, JSON", model_check(check, program_view(Format::json)));
    check.texts = 1;
    check.largest_difference = i == 0 ? check.tolerance : check.tolerance * 1.01;
  }
  expected.check();
}

TEST_CASE("dependencies are told whole, as text, JSON and a graph") {
  test::ExpectedTexts expected("render/expected/dependencies.txt");
  app::DependencyReport report = full_dependencies();
  View verbose = program_view(Format::text, 80, true);
  verbose.verbose = true;
  for (const bool dependents : {false, true}) {
    report.dependents = dependents;
    const std::string mode = dependents ? ", dependents" : "";
    expected.add("text" + mode, dependencies(report, program_view(Format::text)));
    expected.add("verbose, in color" + mode, dependencies(report, verbose));
    expected.add("JSON" + mode, dependencies(report, program_view(Format::json)));
    app::DependencyReport none;
    none.dependents = dependents;
    expected.add("none" + mode, dependencies(none, program_view(Format::text)));
    none.files = {"a"};
    none.unresolved.assign(1'234, {0, 1, "x", source::Unresolved::outside});
    expected.add("others only" + mode, dependencies(none, program_view(Format::text)));
  }
  expected.add("graph", dependencies_dot(report));
  expected.add("graph of nothing", dependencies_dot({}));
  expected.check();
}

TEST_CASE("a dry run is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/dry_run.txt");
  app::DryRun run = full_dry_run();
  expected.add("full", dry_run(run, program_view(Format::text)));
  expected.add("full, 70 columns, in color", dry_run(run, program_view(Format::text, 70, true)));
  expected.add("full, JSON", dry_run(run, program_view(Format::json)));
  expected.add("nothing", dry_run({}, program_view(Format::text)));
  expected.add("nothing, JSON", dry_run({}, program_view(Format::json)));
  run.files.resize(1);
  run.files.front().context_bytes = 0;
  run.files.front().parts.reset();
  run.calls = 1;
  run.averaged_calls = 1;
  run.unknown_costs = 1;
  run.in_batches = 1;
  run.given_up = 1;
  run.team_lookups = 1;
  run.sync.reset();
  expected.add("one", dry_run(run, program_view(Format::text)));
  expected.add("one, JSON", dry_run(run, program_view(Format::json)));
  run.averaged_calls = 0;
  run.unknown_costs = 0;
  run.in_batches = 0;
  run.given_up = 0;
  run.team_lookups = 0;
  run.files.front().error = Error{Errc::input, "no", ""};
  expected.add("without history", dry_run(run, program_view(Format::text)));
  expected.check();
}

TEST_CASE("a diagnosis, a backup and what was restored are told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/program.txt");
  const auto all = [&](const std::string& title, const auto& shown) {
    expected.add(title, shown(program_view(Format::text, 60)));
    expected.add(title + ", in color", shown(program_view(Format::text, 60, true)));
    expected.add(title + ", JSON", shown(program_view(Format::json)));
  };
  app::Diagnosis found;
  found.checks = {{"ledger", app::Verdict::ok, "all \x1b well", ""},
                  {"a cache", app::Verdict::note, "is far away", "do \x1b this, and that, and that again, and so on"},
                  {"k", app::Verdict::problem, "broken", "mend it"}};
  found.outcomes = {Errc::storage};
  all("diagnosis", [&](const View& view) { return diagnosis(found, view); });
  all("nothing to diagnose", [&](const View& view) { return diagnosis({}, view); });
  app::LedgerImport import{{1'001, 1'002, 1'003, 1'004}, 1'005, {{0, "cut \x1b short"}, {3, "no id"}}};
  all("import", [&](const View& view) { return ledger_import(import, view); });
  import = {{1, 1, 1, 0}, 0, {}};
  all("import of one", [&](const View& view) { return ledger_import(import, view); });
  all("backup",
      [&](const View& view) { return backup(app::Backup{true, 1'001, 1'002, 1'003, 1'004}, "/b\x1b.tar", view); });
  all("backup of one", [&](const View& view) { return backup(app::Backup{false, 1, 1, 1, 1}, "/b.tar", view); });
  all("backup of nothing", [&](const View& view) { return backup({}, "/b.tar", view); });
  const app::Restored whole{"/s\x1b", "/before\x1b",   "/damaged\x1b", {{1'001, 1'002, 3, 4}, 0, {}},
                            1'005,    {"bad \x1b one"}};
  all("restored", [&](const View& view) { return restored(whole, view); });
  all("nothing restored", [&](const View& view) { return restored({}, view); });
  View terminal = program_view(Format::text);
  terminal.terminal = true;
  expected.add("settings file", settings_file("/a\x1b", program_view(Format::text)));
  expected.add("settings file, to a terminal", settings_file("/a\x1b", terminal));
  expected.add("settings file, JSON", settings_file("/a\x1b", program_view(Format::json)));
  expected.check();
}
