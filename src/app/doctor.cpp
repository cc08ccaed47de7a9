// SPDX-License-Identifier: MIT
#include "rustassistant/app/doctor.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "choice.hpp"
#include "dense.hpp"
#include "place.hpp"
#include "refresh.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/ca_wishes.hpp"
#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/app/versions.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/llm/client.hpp"
#include "rustassistant/search/index.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "team_account.hpp"

namespace rustassistant::app {
namespace {

class Doctor {
 public:
  explicit Doctor(const Services& services) : services_(services), environment_(services.environment) {}

  Diagnosis take() { return std::move(diagnosis_); }

  void check_home() {
    const auto home = config::home_folder(environment_);
    if (!home) return problem("home", {Errc::storage, "there is no home folder", "set RUSTASSISTANT_HOME or HOME"});
    // Of one that is not there, the folder that it would be created in decides.
    std::string standing = *home;
    while (!sys::exists(standing)) standing = sys::folder_of(standing);
    const bool is_folder = sys::is_folder(standing);
    if (!is_folder || ::access(standing.c_str(), W_OK | X_OK) != 0) {
      const std::string reason = sys::errno_text(is_folder ? errno : ENOTDIR);
      return problem("home", {Errc::storage, "cannot write to " + sys::quoted(standing) + ": " + reason,
                              "nothing can be stored; make it writable, or set RUSTASSISTANT_HOME to another folder"});
    }
    if (standing != *home) return absent("home", *home);
    check_private("home", *home, 0700);
  }

  void check_settings() {
    auto loaded = config::load(environment_, {});
    if (!loaded) return problem("settings", loaded.error());
    const auto path = config::user_file(environment_);
    const bool exists = path && sys::exists(*path);
    for (const std::string& warning : loaded->warnings) note("settings", warning, "fix or remove it");
    if (loaded->warnings.empty())
      ok("settings", exists ? sys::quoted(*path) : "no " + (path ? sys::quoted(*path) : "file") + ": defaults apply");
    loaded_ = *std::move(loaded);
    if (loaded_.settings.analysis.context == config::Context::interfaces)
      ok("context", "models are also sent the signatures that a file uses of others (analysis.context)");
  }

  // For those who ask whether a fault that became known in one of them is in this executable.
  void list_libraries() {
    std::string list;
    for (const LinkedLibrary& library : linked_versions()) {
      list += (list.empty() ? "" : ", ") + library.name + " " + library.version;
    }
    ok("libraries", std::move(list));
  }

  void check_cache() {
    const auto folder = sys::canonical_path(".");
    if (!folder) return problem("cache", folder.error());
    const std::string repository = config::repository_root(*folder, config::home_folder(environment_));
    const auto path = cache_path(loaded_.settings.cache, repository, environment_);
    if (!path) return problem("cache", path.error());
    if (!sys::exists(*path)) return absent("cache", *path);
    const auto statistics = [&]() -> Result<cache::Statistics> {
      Stores stores(loaded_.settings, services_);
      TRY_ASSIGN(auto* cache, stores.open_cache(repository));
      return cache->statistics();
    }();
    if (!statistics) return problem("cache", statistics.error());
    if (!sys::exists(*path)) return absent("cache", *path);  // it was the older tool's, and was moved away
    check_private("cache", *path, 0600,
                  counted(statistics->total.entries, "entry", "entries") + ", " + format_size(statistics->file_bytes));
  }

  void check_ledger() {
    const auto path = ledger_path(environment_);
    if (!path) return problem("ledger", path.error());
    const auto ledger = open_ledger(services_, ledger::IfMissing::empty);
    if (!ledger) return problem("ledger", ledger.error());
    if (!sys::exists(*path)) return absent("ledger", *path);
    const auto findings = (*ledger)->verify();
    if (!findings) return problem("ledger", findings.error());
    for (const std::string& finding : *findings) {
      problem("ledger", {Errc::storage, sys::quoted(*path) + ": " + finding,
                         "save the output of `rustassistant budget export --full`, then restore a backup with "
                         "`rustassistant restore FILE`"});
    }
    if (!findings->empty()) return;
    const auto standing = (*ledger)->standing();
    if (!standing) return problem("ledger", standing.error());
    check_private("ledger", *path, 0600, "sound, " + counted(standing->month.calls, "call", "calls") + " this month");
    if (const auto wrong = clock_problem(*standing, services_.clock.now())) {
      if (standing->ahead.count > 0) {
        problem("ledger", *wrong);
      } else {
        note("ledger", wrong->what, wrong->hint);
      }
    }
    if (standing->unsettled_count > 0) {
      note("ledger", counted(standing->unsettled_count, "call is", "calls are") + " unsettled",
           "`rustassistant budget status` lists them, `rustassistant budget settle` closes them");
    }
  }

  // Only where there is one: many never need it.
  void check_queue() {
    const auto path = queue_path(environment_);
    if (!path || !sys::exists(*path)) return;
    const auto report = queue_report(services_);
    if (!report) return problem("queue", report.error());
    check_private("queue", *path, 0600,
                  counted(report->standing.in(queue::JobState::queued), "job waits", "jobs wait"));
    const std::int64_t dead = report->standing.in(queue::JobState::dead);
    if (dead > 0) {
      note("queue", counted(dead, "job was", "jobs were") + " given up",
           "`rustassistant queue list --dead` says why, `rustassistant queue retry --dead` tries again");
    }
  }

  // Only where there is one, too.
  void check_index() {
    const auto folder = sys::canonical_path(".");
    if (!folder) return;
    const auto path = index_path(config::repository_root(*folder, config::home_folder(environment_)), environment_);
    if (!path || !sys::exists(*path)) return;
    const auto index = search::Index::open(*path, search::Access::read, index_made_by(), services_.clock, {});
    if (!index) return problem("index", index.error());
    const std::string hint = "nothing needs to be done: the next search builds it again";
    if (!*index) return note("index", sys::quoted(*path) + " is of another version, or damaged", hint);
    const auto contents = (*index)->contents();
    if (!contents) return note("index", contents.error().what, hint);
    check_private("index", *path, 0600,
                  counted(static_cast<std::int64_t>(contents->files.size()), "file", "files") + ", " +
                      format_size(search::index_size(*path)));
  }

  // Only where it was asked for.
  void check_model() {
    if (loaded_.settings.search.dense == config::Dense::off) return;
    const auto folder = sys::canonical_path(".");
    const auto embedder = embedder_of(loaded_.settings, {folder ? *folder : std::string(), MaySpend::no}, services_);
    if (!embedder) return problem("model", embedder.error());
    if (!*embedder) return;  // that it costs money was said
    if (const auto found = (*embedder)->introduce(); !found) return problem("model", found.error());
    const search::VectorMaker& maker = (*embedder)->maker();
    ok("model", maker.model + " makes vectors of " + std::to_string(maker.dimension) + " numbers (" + maker.pooling +
                    "), for search.dense = \"" + std::string(name_of(loaded_.settings.search.dense)) + "\"");
  }

  // Only where one is configured.
  void check_team(Reach reach) {
    const config::RemoteSettings& settings = loaded_.settings.cache.remote;
    if (settings.url.empty() || settings.mode == config::RemoteMode::off) return;
    const auto status = reach == Reach::online ? app::check_team(loaded_, services_) : team_status(loaded_, services_);
    if (!status) return problem("team", status.error());
    if (!status->store.off_because.empty())
      return note("team", "the team's store is not used: " + status->store.off_because, "");
    for (const TeamCheck& check : status->checks) {
      if (check.passed) {
        ok("team", check.name + ": " + check.detail);
      } else {
        problem("team", {Errc::unreachable, check.name + ": " + check.detail, check.hint});
      }
    }
    if (status->breaker)
      return note("team", "the team's store failed: " + status->breaker->reason,
                  "`rustassistant cache remote check` tries it");
    if (status->checks.empty()) ok("team", status->store.url + ", mode " + status->store.mode);
  }

  // Only where one is configured, too.
  void check_team_budget(Reach reach) {
    const auto place = team_budget_place(loaded_.settings, services_);
    if (!place) return problem("team budget", place.error());
    if (!*place) return;
    const std::string name = (*place)->target.shown() + ", team " + sys::quoted((*place)->team);
    if (reach == Reach::offline) return ok("team budget", name);
    const auto report = team_report(loaded_.settings, services_);
    if (!report) return problem("team budget", report.error());
    const tier::TeamPeriod& month = report->standing.month;
    if (!month.cap && !report->standing.day.cap)
      return note("team budget", name + ": it has no cap yet, and so no money", kSetCapHint);
    ok("team budget", name + ": " + domain::format_usd(month.spent) + " spent this month" +
                          (month.cap ? ", of " + domain::format_cap(*month.cap) : std::string()));
  }

  void check_file_system() {
    const auto home = home_of(environment_);
    const auto shared = home ? sys::network_file_system_at(*home) : std::nullopt;
    if (!shared) return;
    note("home", sys::quoted(*home) + " is on a network file system (" + std::string(*shared) + ")",
         "databases are slower there, and safe only if it supports locks; set RUSTASSISTANT_HOME to a local folder");
  }

  void check_keys() {
    bool any = false;
    for (const llm::ProviderFacts& facts : llm::known_providers()) {
      const auto& file = loaded_.settings.llm.providers.at(static_cast<std::size_t>(facts.provider)).api_key_file;
      const auto key = config::find_key(environment_, facts.key_variables, file);
      if (!key) {
        problem("keys", key.error());
      } else if (*key) {
        any = true;
        const std::string& variable = (*key)->variable;
        ok("keys", variable.empty()
                       ? "the key of " + std::string(domain::name_of(facts.provider)) + " is in " + sys::quoted(file)
                       : variable + " is set");
      }
    }
    const bool has_older_name = environment_.value("GROK_API_KEY").has_value();
    if (has_older_name && !environment_.value("XAI_API_KEY")) {
      note("keys", "GROK_API_KEY is set: the older tool's name, which is not read", "set XAI_API_KEY");
    }
    std::string order;
    for (const llm::ProviderFacts* facts : auto_order(loaded_.settings, utc_day(services_.clock.now()))) {
      order += (order.empty() ? "" : ", ") + std::string(domain::name_of(facts->provider));
    }
    ok("auto", "the order of provider = \"auto\", by the price of a typical file: " + order);
    if (!any)
      note("keys", "no key is set: the built-in analyzer answers",
           "set one of XAI_API_KEY, OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY");
  }

  void check_network() {
    const auto bundle = http::find_ca_bundle(ca_wishes(environment_));
    if (bundle) {
      ok("TLS", "CA certificates in " + sys::quoted(*bundle));
    } else {
      problem("TLS", {Errc::config, bundle.error(), ""});
    }
    for (const char* variable : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
      const auto proxy = environment_.value(variable);
      if (!proxy) continue;
      // Without the name and password that may stand before its host.
      const auto after_scheme = proxy->find("://") == std::string::npos ? 0 : proxy->find("://") + 3;
      const auto at = proxy->rfind('@');
      ok("proxy", std::string(variable) + " names " + proxy->substr(at == std::string::npos ? after_scheme : at + 1));
    }
  }

  void check_providers() {
    const llm::Client client(services_.transport, services_.clock);
    for (const llm::ProviderConfig& config : reachable_providers(loaded_, environment_)) {
      const std::string name(domain::name_of(config.provider));
      if (const auto reached = client.reach(config)) {
        ok("online", name + " answers at " + config.base_url);
      } else {
        problem("online", reached.error());
      }
    }
  }

 private:
  void ok(std::string name, std::string detail) {
    diagnosis_.checks.push_back({std::move(name), Verdict::ok, std::move(detail), {}});
  }
  void note(std::string name, std::string detail, std::string hint) {
    diagnosis_.checks.push_back({std::move(name), Verdict::note, std::move(detail), std::move(hint)});
  }
  void problem(std::string name, const Error& error) {
    diagnosis_.checks.push_back({std::move(name), Verdict::problem, error.what, error.hint});
    diagnosis_.outcomes.insert(error.code);
  }

  void absent(std::string name, const std::string& path) {
    ok(std::move(name), sys::quoted(path) + " does not exist yet; it is created when needed");
  }

  // A file or folder of ours: the user's own, and closed to others.
  void check_private(const std::string& name, const std::string& path, unsigned mode, const std::string& detail = {}) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return problem(name, {Errc::storage, sys::quoted(path) + " vanished", ""});
    if (facts.st_uid != ::geteuid()) return note(name, sys::quoted(path) + " belongs to another user", "");
    if ((facts.st_mode & 0777U & ~mode) != 0) {
      return note(name, sys::quoted(path) + " is open to other users",
                  "run: chmod " + std::string(mode == 0700 ? "700 " : "600 ") + sys::quoted(path));
    }
    ok(name, sys::quoted(path) + (detail.empty() ? "" : ": " + detail));
  }

  const Services& services_;
  const sys::Environment& environment_;
  config::Loaded loaded_;
  Diagnosis diagnosis_;
};

}  // namespace

Diagnosis diagnose(const Services& services, Reach reach) {
  Doctor doctor(services);
  doctor.check_home();
  doctor.check_file_system();
  doctor.check_settings();
  doctor.check_cache();
  doctor.check_ledger();
  doctor.check_queue();
  doctor.check_index();
  doctor.check_model();
  doctor.check_keys();
  doctor.check_network();
  doctor.check_team(reach);
  doctor.check_team_budget(reach);
  if (reach == Reach::online) doctor.check_providers();
  doctor.list_libraries();
  return doctor.take();
}

}  // namespace rustassistant::app
