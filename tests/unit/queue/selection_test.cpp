// SPDX-License-Identifier: MIT
// Which jobs a selection means and which it leaves out, term by term.
#include <array>

#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;
using domain::AnalysisType;
using domain::Provider;

namespace {

constexpr std::array kTypes{AnalysisType::refactor, AnalysisType::docs, AnalysisType::analysis, AnalysisType::todos};

}  // namespace

TEST_CASE("a job is claimed and counted by its type, and by no other") {
  for (const AnalysisType type : kTypes) {
    for (const AnalysisType wanted : kTypes) {
      Desk desk;
      Ask ask = ask_about("a");
      ask.type = type;
      desk.add({ask});
      Selection selection = kAll;
      selection.types = {wanted};
      CAPTURE(name_of(type), name_of(wanted));
      CHECK(desk.queue->remaining(selection)->queued == (type == wanted ? 1 : 0));
      CHECK(desk.claim(selection).has_value() == (type == wanted));
    }
  }
}

TEST_CASE("a job that differs from a selection in one thing is neither claimed nor counted") {
  struct Row {
    const char* what;
    void (*change)(Ask&);
  };
  const std::vector<Row> rows{{"repository", [](Ask& ask) { ask.repo_id = "0badcaff"; }},
                              {"provider", [](Ask& ask) { ask.provider = Provider::xai; }},
                              {"model", [](Ask& ask) { ask.model = "gpt-4.1"; }},
                              {"path", [](Ask& ask) { ask.path = "xsrc/a"; }},
                              {"type", [](Ask& ask) { ask.type = AnalysisType::todos; }}};
  Selection selection = kAll;
  selection.below = "src/";
  for (const Row& row : rows) {
    Desk desk;
    Ask ask = ask_about("src/a");
    row.change(ask);
    desk.add({ask});
    CAPTURE(row.what);
    CHECK(desk.queue->remaining(selection)->queued == 0);
    CHECK_FALSE(desk.claim(selection));
  }
}

TEST_CASE("what is left of a selection is queued or running, and due when its first one is") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c"), ask_about("d")});
  const UnixMillis now = desk.clock.now();
  const auto a = desk.claim();
  const auto b = desk.claim();
  REQUIRE(desk.claim());
  REQUIRE(desk.queue->put_back(desk.worker, a->id, {now.value + 2'000}, Attempt::counts));
  REQUIRE(desk.queue->put_back(desk.worker, b->id, {now.value + 1'000}, Attempt::counts));
  desk.change("UPDATE job SET state = 2, not_before = 1 WHERE path = 'd'");
  const auto left = desk.queue->remaining(kAll);
  CHECK(left->queued == 2);
  CHECK(left->running == 1);
  CHECK(left->due == UnixMillis{now.value + 1'000});
  desk.clock.advance(999ms);
  CHECK(desk.next_path() == "-");
  desk.clock.advance(1ms);
  CHECK(desk.next_path() == "b");
  CHECK(desk.next_path() == "-");
}
