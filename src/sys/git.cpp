// SPDX-License-Identifier: MIT
#include "rustassistant/sys/git.hpp"

#include <set>
#include <string_view>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {
namespace {

constexpr std::string_view kFixed[] = {"--no-pager", "--no-replace-objects",     "-c", "core.fsmonitor=false",
                                       "-c",         "core.hooksPath=/dev/null", "-c", "core.quotePath=false",
                                       "-c",         "core.pager=cat",           "-c", "protocol.allow=never"};

// git's own variables that could start a program or change its output. GIT_DIR and GIT_INDEX_FILE stay: hooks and
// linked work trees set them.
const std::vector<Variable>& environment_changes() {
  static const std::vector<Variable> changes{{"GIT_OPTIONAL_LOCKS", "0"},         {"GIT_TERMINAL_PROMPT", "0"},
                                             {"GIT_NO_LAZY_FETCH", "1"},          {"LC_ALL", "C"},
                                             {"GIT_EXTERNAL_DIFF", std::nullopt}, {"GIT_DIFF_OPTS", std::nullopt},
                                             {"GIT_PAGER", std::nullopt},         {"GIT_TRACE", std::nullopt}};
  return changes;
}

tl::unexpected<Error> refused(const Ran& ran, const std::string& folder) {
  std::string_view words = trim(ran.errors);
  words = words.substr(0, words.find('\n'));
  if (words.starts_with("fatal: ")) words.remove_prefix(7);
  return fail(Errc::input,
              "git in " + sys::quoted(folder) + ": " +
                  (words.empty() ? "it ended with status " + std::to_string(ran.status) : neutralise(words)));
}

// "filter.<name>.<variable>" → "<name>", which may hold dots.
std::string_view filter_name(std::string_view key) {
  constexpr std::string_view kPrefix = "filter.";
  if (!key.starts_with(kPrefix)) return {};
  key.remove_prefix(kPrefix.size());
  const auto dot = key.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : key.substr(0, dot);
}

}  // namespace

std::optional<std::string> work_tree_above(const std::string& folder) {
  for (std::string top = folder; !top.empty(); top.resize(top.rfind('/'))) {
    if (exists(joined(top, ".git"))) return top;
  }
  if (exists("/.git")) return "/";
  return std::nullopt;
}

Result<Git> Git::in(const std::string& folder, const Environment& environment) {
  auto program = find_program("git", environment.value("PATH").value_or("/usr/local/bin:/usr/bin:/bin"));
  if (!program) return fail(Errc::input, "git is not installed", "install git, or leave out what needs it");
  return Git(*std::move(program), folder);
}

Result<Git> Git::open(const std::string& folder, const Environment& environment) {
  TRY_ASSIGN(Git git, in(folder, environment));
  TRY_ASSIGN(std::string top, git.output({"rev-parse", "--show-toplevel"}));
  if (top.ends_with('\n')) top.pop_back();
  TRY_ASSIGN(git.top_, canonical_path(top));
  TRY(git.switch_filters_off());
  return git;
}

Result<Git> Git::at(const std::string& top, const Environment& environment) {
  TRY_ASSIGN(Git git, in(top, environment));
  git.place_ = {"--git-dir=.git", "--work-tree=."};
  TRY(git.switch_filters_off());
  return git;
}

Result<void> Git::switch_filters_off() {
  TRY_ASSIGN(const Ran filters, run({"config", "--name-only", "-z", "--get-regexp", "^filter\\."}));
  std::set<std::string_view> names;
  for (const std::string_view key : split(filters.output, '\0')) names.insert(filter_name(key));
  names.erase(std::string_view());
  for (const std::string_view name : names) {
    // git splits such a word at its first "=", so that the filter would stay in force.
    if (name.find('=') != std::string_view::npos) {
      return fail(Errc::input, "git in " + sys::quoted(top_) + " configures a filter with \"=\" in its name",
                  "rename the filter " + sys::quoted(name));
    }
    for (const std::string_view rest : {".clean=", ".smudge=", ".process=", ".required=false"}) {
      without_filters_.emplace_back("-c");
      without_filters_.push_back("filter." + std::string(name) + std::string(rest));
    }
  }
  return {};
}

Result<Ran> Git::run(const std::vector<std::string>& arguments, const RunLimits& limits) const {
  std::vector<std::string> command{program_};
  command.insert(command.end(), std::begin(kFixed), std::end(kFixed));
  command.insert(command.end(), without_filters_.begin(), without_filters_.end());
  command.insert(command.end(), {"-C", top_});
  command.insert(command.end(), place_.begin(), place_.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_captured(command, environment_changes(), limits);
}

Result<std::string> Git::output(const std::vector<std::string>& arguments, const RunLimits& limits) const {
  TRY_ASSIGN(Ran ran, run(arguments, limits));
  if (ran.status != 0) return refused(ran, top_);
  return std::move(ran.output);
}

}  // namespace rustassistant::sys
