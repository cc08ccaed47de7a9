// SPDX-License-Identifier: MIT
#include "rustassistant/config/load.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/config/settings_table.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::config;
using Catch::Matchers::Contains;

namespace {

// A home with a settings file, a repository beside it, and an environment.
struct World {
  test::TemporaryFolder folder;
  sys::Variables variables{{"RUSTASSISTANT_HOME", (folder.path() / "home").string()}};

  [[nodiscard]] sys::Environment environment() const { return sys::Environment(variables); }
  void user(std::string_view toml) const { folder.write("home/config.toml", toml); }
  void repository(std::string_view toml) const { folder.write("repo/.rustassistant/config.toml", toml); }
  [[nodiscard]] Result<Loaded> load(std::vector<FlagValue> flags = {}) const {
    return config::load(environment(), flags);
  }
  [[nodiscard]] Loaded in_repository(RepositoryMay may = RepositoryMay::loosen,
                                     std::vector<FlagValue> flags = {}) const {
    return with_repository(load(flags).value(), (folder.path() / "repo").string(), environment(), may).value();
  }
};

}  // namespace

TEST_CASE(
    "a flag wins over a variable, a variable over the repository, the repository over the user, that over the "
    "default") {
  World world;
  CHECK(world.load()->settings.analysis.thresholds.nesting == 4);
  world.user("[analysis]\nmax_nesting = 5\n");
  CHECK(world.load()->settings.analysis.thresholds.nesting == 5);
  world.repository("[analysis]\nmax_nesting = 6\n");
  CHECK(world.in_repository().settings.analysis.thresholds.nesting == 6);
  CHECK(world.in_repository().origin_of("analysis.max_nesting").source == Source::repository_file);
  world.variables["RUSTASSISTANT_ANALYSIS_MAX_NESTING"] = "7";
  CHECK(world.in_repository().settings.analysis.thresholds.nesting == 7);
  const auto loaded = world.in_repository(RepositoryMay::loosen, {{"analysis.max_nesting", "8", "--nesting"}});
  CHECK(loaded.settings.analysis.thresholds.nesting == 8);
  CHECK(loaded.origin_of("analysis.max_nesting").where == "--nesting");
}

TEST_CASE("every setting can be read back from what is shown of it") {
  const Settings defaults;
  for (const SettingRow& row : setting_rows()) {
    World world;
    const auto dot = row.name.rfind('.');
    world.user("[" + std::string(row.name.substr(0, dot)) + "]\n" + std::string(row.name.substr(dot + 1)) + " = " +
               row.show(defaults) + "\n");
    CAPTURE(row.name);
    const auto loaded = world.load();
    REQUIRE(loaded);
    CHECK(loaded->warnings.empty());
    CHECK(row.show(loaded->settings) == row.show(defaults));
    CHECK(loaded->origin_of(row.name).source == Source::user_file);
  }
}

TEST_CASE("the file that config init writes changes nothing, also with every default uncommented") {
  World world;
  std::string file = initial_file();
  world.user(file);
  CHECK(world.load()->origins.empty());
  for (std::size_t at = 0; (at = file.find("\n# ", at)) != std::string::npos; ++at) {
    const auto line = file.substr(at + 3, file.find('\n', at + 1) - at - 3);
    if (line.find(" = ") != std::string::npos) file.replace(at, 3, "\n");
  }
  world.user(file.substr(0, file.find("\n# Prices")));
  const auto loaded = world.load();
  REQUIRE(loaded);
  CHECK(loaded->warnings.empty());
  CHECK(loaded->origins.size() == setting_rows().size());
}

TEST_CASE("a setting in the wrong table is told with the one that is meant, or with those of its table") {
  World world;
  world.user("[llm.openai]\nmodel = \"gpt-4.1-nano\"\n");
  CHECK_THAT(world.load().error().what, Contains("did you mean 'llm.model'"));
  world.user("[llm.openai]\nregion = \"eu\"\n");
  CHECK_THAT(world.load().error().hint,
             Catch::Matchers::Equals(
                 "known are: llm.openai.base_url, llm.openai.api_key_file, llm.openai.requests_per_minute"));
}

TEST_CASE("an unknown setting is told with the nearest known name") {
  World world;
  world.user("[cache]\nmax_sise = \"1M\"\n[colour]\nx = 1\n");
  const auto warnings = world.load()->warnings;
  REQUIRE(warnings.size() == 2);
  CHECK_THAT(warnings[0], Contains("'cache.max_sise'") && Contains("did you mean 'cache.max_size'"));
  CHECK_THAT(warnings[1], Contains("'colour.x'"));
}

TEST_CASE("an unknown name that may decide what is spent is an error with the nearest known name") {
  struct Case {
    const char* toml;
    const char* name;
    const char* nearest;
  };
  constexpr Case kCases[] = {
      {"[budget]\nmonthly = 0.5\n", "'budget.monthly'", "'budget.monthly_usd'"},
      {"[budget]\nfoo = 0.5\n", "'budget.foo'", ""},
      {"[budgt]\nfoo = 0.5\n", "'budgt.foo'", ""},
      {"[cache]\nmonthly_usd = 0.5\n", "'cache.monthly_usd'", "'budget.monthly_usd'"},
      {"monthly_usd = 0.5\n", "'monthly_usd'", "'budget.monthly_usd'"},
      {"budget = 3\n", "'budget'", ""},
      {"[llm]\nmodle = \"x\"\n", "'llm.modle'", "'llm.model'"},
      {"[llm.openai]\nbase-url = \"x\"\n", "'llm.openai.base-url'", "'llm.openai.base_url'"},
      {"[llm.opnai]\nbase_url = \"x\"\n", "'llm.opnai.base_url'", "'llm.openai.base_url'"},
      {"[prices.m]\ninput = 1\noutput = 1\ncached = 1\n", "'prices.m.cached'", ""},
      {"[prices.m]\ninput = 1\noutput = 1\ncache_input = 1\n", "cache_input", "'prices.m.cached_input'"},
      {"[price.m]\ninput = 1\noutput = 1\n", "'price.m.", ""},
  };
  for (const Case& wrong : kCases) {
    INFO(wrong.toml);
    World world;
    world.user(wrong.toml);
    const auto loaded = world.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::config);
    CHECK_THAT(loaded.error().what, Contains(wrong.name) && Contains(wrong.nearest) && Contains("config.toml"));
    CHECK_FALSE(loaded.error().hint.empty());
  }
}

TEST_CASE("a price that lacks a rate tells what was meant") {
  World world;
  world.user("[prices.m]\ninputs = 1\noutput = 1\n");
  CHECK_THAT(world.load().error().hint, Contains("did you mean 'input' instead of 'inputs'"));
  world.user("[prices.gpt-4.1]\ninput = 1\noutput = 1\n");
  CHECK_THAT(world.load().error().hint, Contains("quotes"));
}

TEST_CASE("a misspelled variable is an error with the nearest name, another one a warning") {
  for (const auto& [variable, nearest] : std::vector<std::pair<const char*, const char*>>{
           {"RUSTASSISTANT_BUDGET_MONTHLYUSD", "RUSTASSISTANT_BUDGET_MONTHLY_USD"},
           {"RUSTASSISTANT_MODLE", "RUSTASSISTANT_MODEL"},
           {"RUSTASSISTANT_LLM_MODEL", "RUSTASSISTANT_MODEL"},
           {"RUSTASSISTANT_HOEM", "RUSTASSISTANT_HOME"},
           {"RUSTASSISTANT_CACHE_MAXSIZE", "RUSTASSISTANT_CACHE_MAX_SIZE"},
           {"RUSTASSISTANT_BUDGET_X", ""}}) {
    World world;
    world.variables[variable] = "1";
    const auto loaded = world.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::config);
    CHECK_THAT(loaded.error().what, Contains(variable) && Contains(nearest));
    world.variables[variable] = "";
    CHECK(world.load());
  }
  World world;
  world.variables["RUSTASSISTANT_EXE"] = "/usr/bin/rustassistant";
  const auto loaded = world.load();
  REQUIRE(loaded);
  REQUIRE(loaded->warnings.size() == 1);
  CHECK_THAT(loaded->warnings[0], Contains("RUSTASSISTANT_EXE"));
}

TEST_CASE("in the unknown names of a repository's file nothing is an error") {
  World world;
  world.repository("[budget]\nmonthly = 1\n[analysis]\nmonthly_usd = 1\n[prices.m]\ninput = 1\noutput = 1\nx = 1\n");
  CHECK(world.in_repository().warnings.size() == 4);
}

TEST_CASE("~ stands for the home folder in every path of a file, a variable or an option") {
  World world;
  world.variables["HOME"] = "/home/ann";
  world.user("[cache]\npath = \"~/c.db\"\n[llm.xai]\napi_key_file = \"~/key\"\n[llm]\nmodel = \"~/m\"\n");
  world.variables["RUSTASSISTANT_OPENAI_API_KEY_FILE"] = "~/other";
  const auto settings = world.load()->settings;
  CHECK(settings.cache.path == "/home/ann/c.db");
  CHECK(settings.llm.providers[static_cast<std::size_t>(domain::Provider::xai)].api_key_file == "/home/ann/key");
  CHECK(settings.llm.providers[static_cast<std::size_t>(domain::Provider::openai)].api_key_file == "/home/ann/other");
  CHECK(settings.llm.model == "~/m");
}

TEST_CASE("older names are accepted") {
  World world;
  world.user("[cache]\nlocation = \"local\"\nmax_size_mb = 250\npath = \"/x/cache.db\"\n");
  const auto loaded = world.load().value();
  CHECK(loaded.warnings.empty());
  CHECK(loaded.settings.cache.strategy == CacheStrategy::local);
  CHECK(loaded.settings.cache.max_size == 250'000'000);
  CHECK(loaded.settings.cache.path == "/x/cache.db");
}

TEST_CASE("money and shares are exact") {
  World world;
  world.user("[budget]\nmonthly_usd = 0.1\nwarn_at = 0.29\nalert_at = 0.57\n");
  const auto budget = world.load()->settings.budget.base;
  CHECK(budget.monthly_cap == NanoUsd{100'000'000});
  CHECK(budget.warn_percent == 29);
  CHECK(budget.alert_percent == 57);
}

TEST_CASE("a bad value is an error that names setting, file and what was expected") {
  for (const char* toml :
       {"[budget]\nmonthly_usd = nan\n", "[budget]\nmonthly_usd = -1\n", "[budget]\nmonthly_usd = 1e308\n",
        "[budget]\nmonthly_usd = \"3,00\"\n", "[cache]\nmax_size = 0\n", "[llm]\nprovider = \"gemini\"\n",
        "[llm]\nmodel = [\"a\", \"b\"]\n", "[cache]\ncompression_level = 99\n", "[analysis]\nmax_file_size = \"1G\"\n",
        "[budget]\nwarn_at = 0.9\nalert_at = 0.5\n", "[cache]\nhigh_watermark = 0.5\n", "[budget\n",
        "x = {a = [{b = 1}]}\n", "[prices.m]\ninput = -1\noutput = 1\n", "[prices.m]\ninput = 1\n"}) {
    World world;
    world.user(toml);
    CAPTURE(toml);
    const auto loaded = world.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::config);
    CHECK_THAT(loaded.error().what, Contains("config.toml"));
  }
}

TEST_CASE("a bad flag is a matter of usage, a bad variable one of configuration") {
  World world;
  CHECK(world.load({{"llm.provider", "gemini", "--provider"}}).error().code == Errc::usage);
  world.variables["RUSTASSISTANT_PROVIDER"] = "gemini";
  const auto loaded = world.load();
  CHECK(loaded.error().code == Errc::config);
  CHECK_THAT(loaded.error().what, Contains("RUSTASSISTANT_PROVIDER"));
}

TEST_CASE("only a flag names a provider") {
  World world;
  world.user("[llm]\nprovider = \"xai\"\n");
  CHECK_FALSE(world.load()->names_provider());
  CHECK(world.load({{"llm.provider", "openai", "--provider"}})->names_provider());
  CHECK_FALSE(world.load({{"llm.provider", "auto", "--provider"}})->names_provider());
  CHECK(world.load({{"llm.model", "grok-4.3", "--model"}})->names_provider());
  world.variables["RUSTASSISTANT_MODEL"] = "grok-4.3";
  world.variables["RUSTASSISTANT_PROVIDER"] = "openai";
  CHECK(world.load()->settings.llm.provider == "openai");
  CHECK_FALSE(world.load()->names_provider());
}

TEST_CASE("a repeated flag adds to what it said before, and both replace the files") {
  World world;
  world.user("[analysis]\nexclude = [\"user/**\"]\n");
  const auto loaded = world.load({{"analysis.exclude", "a", "--exclude"}, {"analysis.exclude", "b", "--exclude"}});
  CHECK(loaded->settings.analysis.exclude == std::vector<std::string>{"a", "b"});
}

TEST_CASE("from a repository only [analysis] is taken, the rest is told") {
  World world;
  world.repository(
      "[llm]\nprovider = \"openai\"\n[llm.openai]\nbase_url = \"http://evil.example/v1\"\napi_key_file = "
      "\"/etc/passwd\"\n"
      "[budget]\nmonthly_usd = 999\n[cache]\npath = \"x\"\n[prices.m]\ninput = 0\noutput = "
      "0\n[analysis]\nmax_parameters = 3\n");
  const auto loaded = world.in_repository();
  CHECK(loaded.settings.llm.provider == "auto");
  CHECK(loaded.settings.llm.providers[2].base_url.empty());
  CHECK(loaded.settings.budget.base.monthly_cap == NanoUsd{3'000'000'000});
  CHECK(loaded.settings.cache.path.empty());
  CHECK(loaded.settings.prices.empty());
  CHECK(loaded.settings.analysis.thresholds.parameters == 3);
  CHECK(loaded.warnings.size() == 6);
}

TEST_CASE("what is sent along of other files is the user's own decision: a repository's is told and not taken") {
  World world;
  world.repository("[analysis]\ncontext = \"interfaces\"\nmax_nesting = 3\n");
  const auto loaded = world.in_repository();
  CHECK(loaded.settings.analysis.context == Context::none);
  CHECK(loaded.settings.analysis.thresholds.nesting == 3);
  REQUIRE(loaded.warnings.size() == 1);
  CHECK_THAT(loaded.warnings[0], Contains("analysis.context") && Contains("it sends more source"));

  world.repository("[analysis]\ncontext = \"none\"\n");
  world.user("[analysis]\ncontext = \"interfaces\"\n");
  CHECK(world.in_repository().settings.analysis.context == Context::interfaces);
  world.variables["RUSTASSISTANT_ANALYSIS_CONTEXT"] = "none";
  CHECK(world.in_repository().settings.analysis.context == Context::none);
  CHECK(world.in_repository(RepositoryMay::loosen, {{"analysis.context", "interfaces", "--context"}})
            .settings.analysis.context == Context::interfaces);
  world.variables["RUSTASSISTANT_ANALYSIS_CONTEXT"] = "all";
  CHECK_THAT(world.load().error().what, Contains("none or interfaces"));
}

TEST_CASE("where findings decide the exit code a repository may only make its review stricter") {
  World world;
  world.user("[analysis]\nexclude = [\"user/**\"]\n");
  world.repository("[analysis]\nexclude = [\"**\"]\nmax_nesting = 99\nmax_parameters = 2\nmax_file_size = 1\n");
  const auto strict = world.in_repository(RepositoryMay::only_tighten);
  CHECK(strict.settings.analysis.exclude == std::vector<std::string>{"user/**"});
  CHECK(strict.settings.analysis.thresholds.nesting == 4);
  CHECK(strict.settings.analysis.thresholds.parameters == 2);
  CHECK(strict.settings.analysis.max_file_size == 1'000'000);
  CHECK(strict.warnings.size() == 3);
  CHECK(world.in_repository().settings.analysis.exclude == std::vector<std::string>{"**"});
}

TEST_CASE("a repository's settings file behind a symbolic link is not read") {
  World world;
  const std::string target = world.folder.write("elsewhere.toml", "[analysis]\nmax_nesting = 9\n");
  std::filesystem::create_directories(world.folder.path() / "repo/.rustassistant");
  std::filesystem::create_symlink(target, world.folder.path() / "repo/.rustassistant/config.toml");
  const auto loaded = world.in_repository();
  CHECK(loaded.settings.analysis.thresholds.nesting == 4);
  CHECK(loaded.warnings.size() == 1);
}

TEST_CASE("a key comes from its variable, else from a file that nobody else may read") {
  constexpr std::array<std::string_view, 2> kXai{"FIRST_KEY", "XAI_API_KEY"};
  constexpr std::array<std::string_view, 2> kOther{"OPENAI_API_KEY", ""};
  World world;
  const std::string file = world.folder.write("key", "  secret-from-file \nsecond line\n");
  ::chmod(file.c_str(), 0600);
  CHECK(find_key(world.environment(), kXai, file)->value().value == "secret-from-file");
  world.variables["XAI_API_KEY"] = "secret";
  CHECK(find_key(world.environment(), kXai, file)->value().value == "secret");
  CHECK_FALSE(find_key(world.environment(), kOther, "")->has_value());
  ::chmod(file.c_str(), 0640);
  const auto refused = find_key(world.environment(), kOther, file);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.find("secret") == std::string::npos);
}

// toml++ overflowed the stack over these.
TEST_CASE("a settings file with keys of a depth or number that nobody needs is refused") {
  const World world;
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  std::string many = "[analysis]\n";
  for (int i = 0; i < 2'000; ++i) many += "k" + std::to_string(i) + " = 1\n";
  for (const std::string& text : {deep + " = 1\n", "[" + deep + "]\n", "x = { " + deep + " = 1 }\n",
                                  "s = \"\"\"\n\\\"\"\"\"\"\n" + deep + " = 1\n", "s = '\\'\n" + deep + " = 1\n", many,
                                  std::string(300, 'k') + " = 1\n"}) {
    world.user(text);
    const auto loaded = world.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::config);
  }
}

TEST_CASE("dots within texts and comments are no depth") {
  const World world;
  const std::string dots(5'000, '.');
  world.user("# " + dots + "\n[cache]\npath = \"\\\"" + dots + "\\\"\" # " + dots + "\n[llm]\nmodel = '" + dots +
             "'\n[llm.openai]\nbase_url = \"\"\"" + dots + "\"\"\"\"\"\n");
  const auto loaded = world.load();
  REQUIRE(loaded);
  CHECK(loaded->settings.cache.path == "\"" + dots + "\"");
  CHECK(loaded->settings.llm.model == dots);
}

TEST_CASE("each list that is given by flags has its own values") {
  World world;
  world.user("[cache]\naccept_models = [\"older\"]\n");
  const auto loaded = world.load({{"analysis.exclude", "a", "--exclude"},
                                  {"cache.accept_models", "x", "--accept-model"},
                                  {"cache.accept_models", "y", "--accept-model"},
                                  {"llm.model", "first", "--model"},
                                  {"llm.model", "last", "--model"}});
  CHECK(loaded->settings.analysis.exclude == std::vector<std::string>{"a"});
  CHECK(loaded->settings.cache.accept_models == std::vector<std::string>{"x", "y"});
  CHECK(loaded->settings.llm.model == "last");
}
