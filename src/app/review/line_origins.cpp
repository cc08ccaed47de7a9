// SPDX-License-Identifier: MIT
#include "rustassistant/app/line_origins.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "blame.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/git.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

// A work tree, and the commit whose history is left out; empty: none.
struct Tree {
  sys::Git git;
  std::string without;
};

std::string work_folder(const std::string& named) {
  if (named == "-") return ".";
  if (sys::is_folder(named)) return named;
  const auto slash = named.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : named.substr(0, slash);
}

Result<std::string> commit_of(const sys::Git& git, const std::string& name) {
  auto hash = git.output({"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
  if (!hash) {
    return fail(Errc::input, "git in " + sys::quoted(git.top()) + " knows no commit " + sys::quoted(name),
                "fetch it first, or name a branch with its remote, such as origin/main");
  }
  return std::string(trim(*hash));
}

// The work trees of the run, by their top folders.
class Trees {
 public:
  static Result<std::shared_ptr<const Trees>> of(const AnalyzeRequest& request, const std::optional<std::string>& since,
                                                 const Services& services) {
    auto trees = std::make_shared<Trees>();
    trees->limited_ = since.has_value();
    for (const std::string& named : request.paths) {
      auto git = sys::Git::open(work_folder(named), services.environment);
      if (!git) {
        if (since) return tl::unexpected(std::move(git).error());
        sys::log_info("no origins for " + sys::quoted(named) + ": " + git.error().what);
        continue;
      }
      if (trees->holding(git->top() + "/") != nullptr) continue;
      std::string without;
      if (since) {
        TRY_ASSIGN(without, commit_of(*git, *since));
      }
      warn_of_shallow(*git, services);
      trees->trees_.push_back({*std::move(git), std::move(without)});
    }
    return trees;
  }

  [[nodiscard]] bool empty() const { return trees_.empty(); }

  // Notes that are part of the history that was left out go.
  void trace(FileResult& result, UnixMillis now) const {
    auto& todos = std::get<domain::Todos>(result.answer->document);
    if (todos.items.empty()) return;
    const std::string absolute = sys::joined(result.place.repo_root, result.place.repo_path);
    const Tree* tree = holding(absolute);
    if (tree == nullptr) return;
    std::vector<int> lines;
    lines.reserve(todos.items.size());
    for (const domain::Todo& todo : todos.items) lines.push_back(todo.location.line_start);
    const BlamedLines blamed = blame(tree->git, absolute.substr(tree->git.top().size() + 1), lines, tree->without, now);
    std::vector<domain::Todo> kept;
    for (domain::Todo& todo : todos.items) {
      const auto line = blamed.find(todo.location.line_start);
      if (line != blamed.end()) todo.origin = line->second.origin;
      const bool old = limited_ && line != blamed.end() && line->second.old;
      if (!old) kept.push_back(std::move(todo));
    }
    todos.items = std::move(kept);
  }

 private:
  static void warn_of_shallow(const sys::Git& git, const Services& services) {
    const auto shallow = git.output({"rev-parse", "--is-shallow-repository"});
    if (shallow && trim(*shallow) == "true") {
      services.warn("the history of " + sys::quoted(git.top()) + " is cut off, so ages may be too low");
    }
  }

  // The innermost work tree around a path.
  [[nodiscard]] const Tree* holding(const std::string& absolute) const {
    const Tree* found = nullptr;
    for (const Tree& tree : trees_) {
      const bool around = absolute.starts_with(tree.git.top() + "/");
      if (around && (found == nullptr || tree.git.top().size() > found->git.top().size())) found = &tree;
    }
    return found;
  }

  std::vector<Tree> trees_;
  bool limited_ = false;
};

}  // namespace

Result<void> trace_origins(AnalyzeRequest& request, const std::optional<std::string>& since, const Services& services) {
  TRY_ASSIGN(const auto trees, Trees::of(request, since, services));
  if (trees->empty()) return {};
  const UnixMillis now = services.clock.now();
  request.annotate = [trees, now](FileResult& result) { trees->trace(result, now); };
  return {};
}

}  // namespace rustassistant::app
