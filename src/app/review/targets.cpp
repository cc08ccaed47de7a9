// SPDX-License-Identifier: MIT
#include "targets.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "change_set.hpp"
#include "context.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_in(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string within(const std::string& absolute, const std::string& root) {
  const std::string prefix = root == "/" ? root : root + "/";
  return absolute.compare(0, prefix.size(), prefix) == 0 ? absolute.substr(prefix.size()) : absolute;
}

// Collects targets; remembers repositories, whose settings files are read and warned about once.
class Collector {
 public:
  Collector(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services)
      : request_(request), loaded_(loaded), services_(services) {}

  Result<void> add(const std::string& named) {
    if (named == "-") return add_standard_input();
    if (sys::is_folder(named)) return add_folder(named);
    return add_file(named);
  }

  Targets take() {
    for (const auto& [root, changes] : changes_) targets_.submodules += changes->submodules();
    return std::move(targets_);
  }

 private:
  Result<std::shared_ptr<const Repository>> repository_at(const std::string& folder) {
    const std::string root = config::repository_root(folder, config::home_folder(services_.environment));
    auto& known = repositories_[root];
    if (known) return known;
    const auto may = request_.fail_on ? config::RepositoryMay::only_tighten : config::RepositoryMay::loosen;
    const std::size_t told = loaded_.warnings.size();
    TRY_ASSIGN(auto loaded, config::with_repository(loaded_, root, services_.environment, may));
    for (std::size_t i = told; i < loaded.warnings.size(); ++i) services_.warn(loaded.warnings[i]);
    std::shared_ptr<DependencyContext> context;
    if (loaded.settings.analysis.context == config::Context::interfaces) {
      const FactsUse use = request_.cache == CacheMode::off ? FactsUse::none
                           : request_.reads_only            ? FactsUse::look_up
                                                            : FactsUse::keep;
      context = std::make_shared<DependencyContext>(root, loaded.settings, use, services_);
    }
    known = std::make_shared<const Repository>(
        Repository{root, domain::repo_id(root), std::move(loaded), std::move(context)});
    return known;
  }

  Result<void> add_standard_input() {
    TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
    TRY_ASSIGN(auto repository, repository_at(folder));
    const auto max_size = repository->loaded.settings.analysis.max_file_size;
    const std::string& name = request_.stdin_filename;
    std::string path = within(name.starts_with('/') ? name : sys::joined(folder, name), repository->root);
    Target target{name, std::move(path), std::move(repository), {}, {}};
    TRY_ASSIGN(const bool wanted, limit_to_change(target));
    if (!wanted) return {};
    auto content = sys::read_standard_input(max_size);
    if (content) {
      if (auto text = source::check_text(*content, "standard input", max_size); !text) target.error = text.error();
      target.content = *std::move(content);
    } else {
      target.error = content.error();
    }
    targets_.files.push_back(std::move(target));
    return {};
  }

  Result<void> add_file(const std::string& named) {
    const auto folder = sys::canonical_path(parent_of(named));
    if (!folder) {
      add_failed(named, {}, folder.error());
      return {};
    }
    TRY_ASSIGN(auto repository, repository_at(*folder));
    return add_once(named, sys::joined(*folder, name_in(named)), std::move(repository), true);
  }

  Result<void> add_folder(const std::string& named) {
    const auto folder = sys::canonical_path(named);
    if (!folder) {
      add_failed(named, {}, folder.error());
      return {};
    }
    TRY_ASSIGN(const auto repository, repository_at(*folder));
    const auto& settings = repository->loaded.settings.analysis;
    TRY_ASSIGN(const ChangeSet* const changes, changes_of(*repository));
    source::WalkOptions options{
        settings.exclude, exclude_base(*repository), settings.max_file_size, {}, sys::stop_requested};
    if (changes != nullptr) {
      options.wanted = [changes](std::string_view path, bool is_folder) {
        return is_folder ? changes->reaches(path) : changes->find(path) != nullptr;
      };
    }
    auto report = source::walk(named, options);
    if (!report) {
      add_failed(named, repository, report.error());
      return {};
    }
    for (const std::string& file : report->files) {
      TRY(add_once(file,
                   sys::joined(*folder, within(file, named.back() == '/' ? named.substr(0, named.size() - 1) : named)),
                   repository, false));
    }
    for (Error& error : report->errors) add_failed(named, repository, std::move(error));
    for (std::size_t i = 0; i < targets_.passed_over.size(); ++i) targets_.passed_over[i] += report->skipped[i];
    return {};
  }

  // Patterns of the command line hang on the working folder, those of settings on the repository.
  static std::string exclude_base(const Repository& repository) {
    return repository.loaded.origin_of("analysis.exclude").source == config::Source::flag ? "." : repository.root;
  }

  Result<void> add_once(const std::string& shown, const std::string& absolute,
                        std::shared_ptr<const Repository> repository, bool named) {
    if (!seen_.insert(absolute).second) return {};
    std::string path = within(absolute, repository->root);
    Target target{shown, std::move(path), std::move(repository), {}, {}, named};
    TRY_ASSIGN(const bool wanted, limit_to_change(target));
    if (wanted) targets_.files.push_back(std::move(target));
    return {};
  }

  // What the request is limited to in a repository; null: nothing.
  Result<const ChangeSet*> changes_of(const Repository& repository) {
    if (!request_.limit) return nullptr;
    auto& known = changes_[repository.root];
    if (!known) {
      TRY_ASSIGN(ChangeSet found, find_changes(repository));
      known = std::make_unique<ChangeSet>(std::move(found));
    }
    return known.get();
  }

  Result<ChangeSet> find_changes(const Repository& repository) const {
    const Limit& limit = *request_.limit;
    if (!limit.diff) return changes_in_work_tree(repository.root, limit.since, services_.environment);
    TRY_ASSIGN(const domain::Changes changes, domain::parse_unified_diff(*limit.diff));
    TRY_ASSIGN(const std::string base, base_of(changes, repository));
    ChangeSet set;
    set.add(changes, base);
    return set;
  }

  // The folder that the paths of a diff hang on: the first that has one of the files. The repository of the working
  // folder comes first where the reviewed one is that, or lies in it; the working folder comes last (git diff
  // --relative).
  Result<std::string> base_of(const domain::Changes& changes, const Repository& repository) const {
    TRY_ASSIGN(const std::string here, sys::canonical_path("."));
    const std::string around = config::repository_root(here, config::home_folder(services_.environment));
    const bool is_inside = within(repository.root, around) != repository.root;
    const bool is_ours = repository.root == around || is_inside;
    const std::array<std::string, 3> bases{is_ours ? around : repository.root, is_ours ? repository.root : around,
                                           here};
    const auto* const found = std::find_if(bases.begin(), bases.end(), [&](const std::string& base) {
      return std::any_of(changes.files.begin(), changes.files.end(),
                         [&](const domain::ChangedFile& file) { return sys::exists(sys::joined(base, file.path)); });
    });
    if (found != bases.end()) return *found;
    if (changes.files.empty()) return bases.front();
    return fail(Errc::input, "no file that the diff names is in " + sys::quoted(repository.root),
                "make the diff in that repository, of its files as they are");
  }

  // False: the change that the request is limited to did not touch it.
  Result<bool> limit_to_change(Target& target) {
    TRY_ASSIGN(const ChangeSet* const changes, changes_of(*target.repository));
    if (changes == nullptr) return true;
    const std::string path =
        target.path.starts_with('/') ? target.path : sys::joined(target.repository->root, target.path);
    const domain::ChangedFile* const change = changes->find(path);
    if (change == nullptr) return false;
    target.change = std::make_shared<const domain::ChangedFile>(*change);
    if (changes->is_conflicted(path)) {
      target.error = Error{Errc::input, sys::quoted(target.shown) + " has conflicts of a merge",
                           "resolve them, then git add the file"};
    }
    return true;
  }

  void add_failed(const std::string& shown, std::shared_ptr<const Repository> repository, Error error) {
    targets_.files.push_back({shown, shown, std::move(repository), {}, std::move(error)});
  }

  const AnalyzeRequest& request_;
  const config::Loaded& loaded_;
  const Services& services_;
  Targets targets_;
  std::map<std::string, std::shared_ptr<const Repository>> repositories_;
  std::map<std::string, std::unique_ptr<const ChangeSet>> changes_;  // by the root of the repository
  std::set<std::string> seen_;
};

}  // namespace

Result<Targets> find_targets(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services) {
  Collector collector(request, loaded, services);
  for (const std::string& named : request.paths) TRY(collector.add(named));
  return collector.take();
}

}  // namespace rustassistant::app
