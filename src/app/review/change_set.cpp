// SPDX-License-Identifier: MIT
#include "change_set.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/git.hpp"

namespace rustassistant::app {
namespace {

constexpr std::string_view kSubmoduleMode = "160000";

std::string first_line(std::string_view text) {
  return std::string(trim(text.substr(0, text.find('\n'))));
}

bool is_shallow(const sys::Git& git) {
  const auto answer = git.output({"rev-parse", "--is-shallow-repository"});
  return answer && first_line(*answer) == "true";
}

tl::unexpected<Error> too_short(const std::string& what) {
  return fail(Errc::input, what + ": the clone is shallow",
              "fetch more history: git fetch --unshallow (or --deepen=N); in GitHub Actions: fetch-depth: 0");
}

Result<std::optional<std::string>> commit_named(const sys::Git& git, const std::string& revision) {
  TRY_ASSIGN(const sys::Ran ran,
             git.run({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}));
  if (ran.status != 0) return std::nullopt;
  return first_line(ran.output);
}

Result<std::string> commit_to_compare(const sys::Git& git, const std::string& since) {
  const std::string named = "revision '" + neutralise(since) + "'";
  TRY_ASSIGN(const auto commit, commit_named(git, since));
  if (!commit) {
    const std::string what = "git knows no " + named + " in " + sys::quoted(git.top());
    if (is_shallow(git)) return too_short(what);
    TRY_ASSIGN(const auto remote, commit_named(git, "origin/" + since));
    return fail(Errc::input, what,
                remote ? "did you mean origin/" + neutralise(since) + "?" : "git branch --all lists what there is");
  }
  TRY_ASSIGN(const sys::Ran ran, git.run({"merge-base", *commit, "HEAD"}));
  if (ran.status == 0) return first_line(ran.output);
  const std::string what = named + " and HEAD share no commit";
  if (is_shallow(git)) return too_short(what);
  return fail(Errc::input, what, "name a revision of the same history");
}

// Where nothing was committed yet: the tree without files.
Result<std::string> head_of(const sys::Git& git) {
  TRY_ASSIGN(auto head, commit_named(git, "HEAD"));
  if (head) return *std::move(head);
  TRY_ASSIGN(const std::string empty, git.output({"hash-object", "-t", "tree", "/dev/null"}));
  return first_line(empty);
}

Result<domain::Changes> edits_since(const sys::Git& git, const std::string& commit) {
  TRY_ASSIGN(const std::string diff,
             git.output({"diff", "--no-ext-diff", "--no-textconv", "--no-color", "--text", "-M", "--no-relative",
                         "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=histogram", "--inter-hunk-context=0",
                         "--ignore-submodules=all", "-U0", commit, "--"}));
  return domain::parse_unified_diff(diff);
}

// Submodules whose commit differs. git looks at their HEAD only.
Result<std::int64_t> submodules_since(const sys::Git& git, const std::string& commit) {
  if (!sys::exists(sys::joined(git.top(), ".gitmodules"))) return 0;
  TRY_ASSIGN(const std::string list, git.output({"diff", "--raw", "-z", "--no-ext-diff", "--no-renames",
                                                 "--ignore-submodules=dirty", commit, "--"}));
  std::int64_t count = 0;
  for (const std::string_view record : split(list, '\0')) {
    // ":<old mode> <new mode> …", then the path.
    if (record.starts_with(':') && record.substr(8).starts_with(kSubmoduleMode)) ++count;
  }
  return count;
}

Result<void> add_untracked(const sys::Git& git, domain::Changes& changes) {
  TRY_ASSIGN(const std::string list, git.output({"ls-files", "-z", "--others", "--exclude-standard"}));
  for (const std::string_view path : split(list, '\0')) {
    if (!path.empty()) changes.files.push_back({std::string(path), true, {{1, std::numeric_limits<int>::max()}}});
  }
  return {};
}

Result<void> add_conflicted(const sys::Git& git, domain::Changes& changes) {
  TRY_ASSIGN(const std::string list, git.output({"ls-files", "-z", "--unmerged"}));
  for (const std::string_view record : split(list, '\0')) {
    const auto tab = record.find('\t');
    if (tab != std::string_view::npos) changes.conflicted.emplace_back(record.substr(tab + 1));
  }
  return {};
}

// Whether a relative path stays below the folder that it is relative to.
bool stays_below(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  const auto parts = split(path, '/');
  return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

}  // namespace

void ChangeSet::add_folders_above(std::string_view canonical) {
  for (auto slash = canonical.rfind('/'); slash != std::string_view::npos && slash > 0;
       slash = canonical.rfind('/', slash - 1)) {
    if (!folders_.emplace(canonical.substr(0, slash)).second) return;  // so are those above it
  }
  folders_.emplace("/");
}

void ChangeSet::add(const domain::Changes& changes, const std::string& top) {
  for (const domain::ChangedFile& file : changes.files) {
    if (!stays_below(file.path)) continue;
    const std::string path = sys::joined(top, file.path);
    files_.insert_or_assign(path, file);
    add_folders_above(path);
  }
  for (const std::string& path : changes.conflicted) {
    if (!stays_below(path)) continue;
    conflicted_.insert(sys::joined(top, path));
    files_.try_emplace(sys::joined(top, path), domain::ChangedFile{path, false, {}});
    add_folders_above(sys::joined(top, path));
  }
}

const domain::ChangedFile* ChangeSet::find(std::string_view canonical) const {
  const auto found = files_.find(canonical);
  return found == files_.end() ? nullptr : &found->second;
}

bool ChangeSet::reaches(std::string_view folder) const {
  return folders_.contains(folder);
}

bool ChangeSet::is_conflicted(std::string_view canonical) const {
  return conflicted_.contains(canonical);
}

Result<ChangeSet> changes_in_work_tree(const std::string& folder, const std::optional<std::string>& since,
                                       const sys::Environment& environment) {
  TRY_ASSIGN(const sys::Git git, sys::Git::open(folder, environment));
  std::string commit;
  TRY_ASSIGN(commit, since ? commit_to_compare(git, *since) : head_of(git));
  TRY_ASSIGN(domain::Changes changes, edits_since(git, commit));
  TRY(add_untracked(git, changes));
  TRY(add_conflicted(git, changes));
  ChangeSet set;
  set.add(changes, git.top());
  TRY_ASSIGN(const std::int64_t submodules, submodules_since(git, commit));
  set.add_submodules(submodules);
  return set;
}

}  // namespace rustassistant::app
