// SPDX-License-Identifier: MIT
#include "context.hpp"

#include <catch2/catch.hpp>

#include "app_world.hpp"
#include "rustassistant/app/dry_run.hpp"
#include "rustassistant/app/why.hpp"
#include "rustassistant/base/text.hpp"

// What is sent along with a file, and what that means for its key.
namespace rustassistant::app {
namespace {

constexpr const char* kTools = "def used(a, b):\n    return a\n\ndef other(c):\n    return c\n";
constexpr const char* kUser = "from tools import used\n\nused(1, 2)\n";

// A repository in which m.py uses a function of tools.py, and n.py another one.
struct World : test::AppWorld {
  World() {
    loaded.settings.analysis.context = config::Context::interfaces;
    folder.write("repo/tools.py", kTools);
    folder.write("repo/n.py", "from tools import other\n\nother(1)\n");
    request.paths = {folder.write("repo/m.py", kUser)};
  }
  void tools(const std::string& content) { folder.write("repo/tools.py", content); }

  // Of m.py.
  std::string context(std::string_view content = kUser) {
    test::FakeTransport transport;
    const sys::Environment environment(variables);
    const Services services{clock, transport, environment, {}};
    DependencyContext source((folder.path() / "repo").string(), loaded.settings, FactsUse::none, services);
    return source.of("m.py", content);
  }
  template <typename Work>
  auto with_services(Work work) {
    test::FakeTransport transport;
    const sys::Environment environment(variables);
    return work(Services{clock, transport, environment, [](const std::string&) {}});
  }
  std::string key_of(const std::string& path) {
    return with_services([&](const Services& services) {
      return to_hex(
          why(domain::AnalysisType::refactor, (folder.path() / "repo" / path).string(), loaded, services)->key);
    });
  }
};

}  // namespace

TEST_CASE_METHOD(World, "with interfaces, a call holds the signatures that are used, and no path") {
  test::FakeTransport transport({test::chat_reply()});
  const sys::Environment environment(variables);
  const Services services{clock, transport, environment, [](const std::string&) {}};
  REQUIRE(analyze(request, loaded, services, {}));
  REQUIRE(transport.requests().size() == 1);
  const std::string body = transport.requests()[0].body;
  CHECK(body.find("def used ( a , b ) :") != std::string::npos);
  CHECK(body.find("def other") == std::string::npos);
  CHECK(body.find("tools.py") == std::string::npos);
}

TEST_CASE_METHOD(World, "a changed signature is another question, a changed body is the same one") {
  run();
  CHECK(calls == 1);
  tools("def used(a, b):\n    return b  # now\n\ndef other(c, d):\n    return c\n");
  run();
  CHECK(calls == 0);
  tools("def used(a, b, c=1):\n    return b\n");
  run();
  CHECK(calls == 1);
  tools(kTools);
  run();
  CHECK(calls == 0);
}

TEST_CASE_METHOD(World, "with none, a file is the same question whatever it depends on") {
  const std::string with = key_of("m.py");
  loaded.settings.analysis.context = config::Context::none;
  const std::string without = key_of("m.py");
  CHECK(without != with);
  tools("def used():\n    pass\n");
  CHECK(key_of("m.py") == without);
}

TEST_CASE_METHOD(World, "a file that uses nothing is the same question with and without interfaces") {
  const std::string with = key_of("tools.py");
  loaded.settings.analysis.context = config::Context::none;
  CHECK(key_of("tools.py") == with);
}

TEST_CASE_METHOD(World, "only files that use the symbol are asked about again") {
  const std::string m = key_of("m.py");
  const std::string n = key_of("n.py");
  tools("def used(a, b, c):\n    return a\n\ndef other(c):\n    return c\n");
  CHECK(key_of("m.py") != m);
  CHECK(key_of("n.py") == n);
}

TEST_CASE_METHOD(World, "secrets in what others declare are replaced, or keep the file from being used") {
  tools("def used(a, token='ghp_1234567890abcdefghijklmnopqrstuvwxyzAB'):\n    return a\n");
  CHECK(context().find("def used") != std::string::npos);
  CHECK(context().find("ghp_1234567890abcdefghijklmnopqrstuvwxyzAB") == std::string::npos);
  loaded.settings.privacy.redact = config::Redact::refuse;
  CHECK(context().empty());
  loaded.settings.privacy.redact = config::Redact::off;
  CHECK(context().find("ghp_1234567890abcdefghijklmnopqrstuvwxyzAB") != std::string::npos);
}

TEST_CASE_METHOD(World, "the imports that count are those of the content that is asked about") {
  CHECK(context("from tools import other\nother(1)\n") == "def other ( c ) :\n");
  CHECK(context("print(1)\n").empty());
  CHECK(context() == "def used ( a , b ) :\n");
}

TEST_CASE_METHOD(World, "what is sent along is shown before it is sent, and looking keeps nothing") {
  const DryRun plan = with_services([&](const Services& services) {
                        request.reads_only = true;
                        return dry_run(request, loaded, services);
                      }).value();
  CHECK(plan.files.at(0).context_bytes == 21);
  const Why found = with_services([&](const Services& services) {
                      return why(domain::AnalysisType::refactor, request.paths[0], loaded, services);
                    }).value();
  CHECK(found.context_bytes == 21);
  CHECK(found.factors.context_hash.size() == 16);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "home/cache.db"));
}

TEST_CASE_METHOD(World, "the built-in analyzer's answers do not depend on other files") {
  loaded.settings.llm.provider = "builtin";
  const std::string before = key_of("m.py");
  tools("def used():\n    pass\n");
  CHECK(key_of("m.py") == before);
}

TEST_CASE_METHOD(World, "a stored answer that is too old is asked for again, and counts once it is new") {
  run();
  clock.advance(std::chrono::hours(24));
  request.made_after = {clock.now().value - 3'600'000};
  const DryRun plan =
      with_services([&](const Services& services) { return dry_run(request, loaded, services); }).value();
  CHECK(plan.calls == 1);
  CHECK(plan.files.at(0).is_stale);
  run();
  CHECK(calls == 1);
  run();
  CHECK(calls == 0);
}

}  // namespace rustassistant::app
