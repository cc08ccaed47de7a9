// SPDX-License-Identifier: MIT
#include "rustassistant/source/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include "git_index.hpp"
#include "gitignore.hpp"
#include "repository.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/git.hpp"
#include "rustassistant/sys/nearest_path.hpp"
#include "unwanted.hpp"
#include "walk_reading.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxErrors = 1000;

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using FolderHandle = std::unique_ptr<DIR, CloseFolder>;

// The rules of one folder's ignore files, below those of the folders above.
struct Level {
  IgnoreRules rules;
  std::string base;  // the folder, canonical, with a slash at the end
  std::shared_ptr<const Level> above;
};
using Levels = std::shared_ptr<const Level>;

// The innermost rule that says something decides. `path` is canonical.
bool is_ignored(const Level* level, std::string_view path, bool is_folder) {
  for (; level != nullptr; level = level->above.get()) {
    const Verdict verdict = level->rules.verdict(path.substr(level->base.size()), is_folder);
    if (verdict != Verdict::none) return verdict == Verdict::ignore;
  }
  return false;
}

std::string with_slash(std::string path) {
  if (path.empty() || path.back() != '/') path += '/';
  return path;
}

// What git tracks in a repository, read when first asked for.
class Repository {
 public:
  explicit Repository(std::string top) : top_(with_slash(std::move(top))) {}

  // `path`: canonical, below the top.
  [[nodiscard]] bool tracks(std::string_view path, bool is_folder) {
    if (!files_) files_ = TrackedFiles::of_repository(top_);
    path.remove_prefix(std::min(top_.size(), path.size()));
    return is_folder ? files_->has_folder(path) : files_->has_file(path);
  }

 private:
  std::string top_;
  std::optional<TrackedFiles> files_;
};

struct Folder {
  std::string shown;                       // as the user named it, joined with the rest
  std::string canonical;                   // with a slash at the end
  Levels levels;                           // of the folders above
  std::shared_ptr<Repository> repository;  // may be null
  bool ignored = false;                    // by a rule: what is tracked in it is not
};

class Walk {
 public:
  Walk(const WalkOptions& options, ReadEntry read_entry) : options_(options), read_entry_(read_entry) {}

  Result<WalkReport> run(const std::string& named) {
    TRY_ASSIGN(const std::string canonical, sys::canonical_path(named));
    if (!sys::is_folder(canonical))
      return fail(Errc::input, "cannot walk " + sys::quoted(named) + ": it is not a folder");
    prepare_excludes(canonical);
    const auto top = sys::work_tree_above(canonical);
    pending_.push_back({named, with_slash(canonical), top ? levels_between(*top, canonical) : nullptr,
                        top ? std::make_shared<Repository>(*top) : nullptr, false});
    while (!pending_.empty() && !stopped_) {
      Folder folder = std::move(pending_.back());
      pending_.pop_back();
      TRY(visit(folder, named));
    }
    std::sort(report_.files.begin(), report_.files.end());
    std::sort(report_.others.begin(), report_.others.end());
    return std::move(report_);
  }

 private:
  void prepare_excludes(const std::string& canonical) {
    exclude_base_ = with_slash(canonical);
    if (const auto base = sys::canonical_path(options_.exclude_base); base && !options_.exclude_base.empty()) {
      if (exclude_base_.starts_with(with_slash(*base))) exclude_base_ = with_slash(*base);
    }
    for (const std::string& pattern : options_.exclude) excludes_.add(anchored(pattern));
  }

  // "./x" as "/x", and "!./x" as "!/x".
  static std::string anchored(const std::string& pattern) {
    const std::size_t start = pattern.starts_with('!') ? 1 : 0;
    if (pattern.compare(start, 2, "./") != 0) return pattern;
    return pattern.substr(0, start) + pattern.substr(start + 1);
  }

  void skip(SkipReason reason) { ++report_.skipped[static_cast<std::size_t>(reason)]; }

  void note(Error error) {
    if (report_.errors.size() < kMaxErrors) report_.errors.push_back(std::move(error));
  }

  void cannot_read(const std::string& path, int error) {
    skip(SkipReason::unreadable);
    note(Error{Errc::input, "cannot read " + sys::quoted(path) + ": " + sys::errno_text(error),
               sys::hint_for_path(path, error)});
  }

  Levels with_rules_of(const std::string& file, const std::string& base, Levels above) {
    const auto text = read_ignore_file(file);
    if (!text) note(text.error());
    if (!text || text->empty()) return above;
    return std::make_shared<const Level>(Level{IgnoreRules::parse(*text), base, std::move(above)});
  }

  // The rules of the repository's top and of the folders between it and the walked one.
  Levels levels_between(const std::string& top, const std::string& canonical) {
    if (top == canonical) return nullptr;
    Levels levels = with_rules_of(exclude_file(top), with_slash(top), nullptr);
    for (std::size_t end = top == "/" ? 0 : top.size(); end < canonical.size(); end = canonical.find('/', end + 1)) {
      const std::string base = with_slash(canonical.substr(0, end));
      levels = with_rules_of(base + ".gitignore", base, std::move(levels));
    }
    return levels;
  }

  // Adds the rules of the folder itself: a repository in the tree starts again.
  void enter(Folder& folder) {
    if (sys::exists(folder.canonical + ".git")) {
      folder.levels = with_rules_of(exclude_file(folder.canonical), folder.canonical, nullptr);
      folder.repository = std::make_shared<Repository>(folder.canonical);
      folder.ignored = false;
    }
    folder.levels = with_rules_of(folder.canonical + ".gitignore", folder.canonical, std::move(folder.levels));
  }

  [[nodiscard]] bool is_ignored_here(const Folder& folder, const std::string& path, bool is_folder) const {
    return folder.ignored || is_ignored(folder.levels.get(), path, is_folder);
  }

  Result<void> visit(Folder& folder, const std::string& named) {
    const FolderHandle handle(::opendir(folder.canonical.c_str()));
    if (!handle) {
      const int error = errno;
      if (folder.shown == named) {
        return fail(Errc::input, "cannot read " + sys::quoted(named) + ": " + sys::errno_text(error),
                    sys::hint_for_path(named, error));
      }
      cannot_read(folder.shown, error);
      return {};
    }
    enter(folder);
    for (;;) {
      errno = 0;
      const dirent* entry = read_entry_(handle.get());
      if (entry == nullptr) {
        if (errno != 0) cannot_read(folder.shown, errno);
        return {};
      }
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      stopped_ = options_.stop != nullptr && options_.stop();
      if (stopped_) return {};
      consider(folder, ::dirfd(handle.get()), std::string(name));
    }
  }

  // Whether a path is looked at at all, if it is a folder or if it is none.
  [[nodiscard]] bool is_wanted(const std::string& path) const {
    return !options_.wanted || options_.wanted(path, true) || options_.wanted(path, false);
  }

  // `opened`: the folder.
  void consider(const Folder& folder, int opened, const std::string& name) {
    const std::string path = folder.canonical + name;
    if (!is_wanted(path)) return;
    if (name.front() == '.') return skip(SkipReason::hidden);
    std::string shown = sys::joined(folder.shown, name);
    struct stat facts{};
    if (::fstatat(opened, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) return cannot_read(shown, errno);
    const bool is_folder = S_ISDIR(facts.st_mode);
    const bool ignored = is_ignored_here(folder, path, is_folder);
    if (ignored && !(folder.repository && folder.repository->tracks(path, is_folder))) return skip(SkipReason::ignored);
    const auto excluded = excludes_.verdict(std::string_view(path).substr(exclude_base_.size()), is_folder);
    if (excluded == Verdict::ignore) return skip(SkipReason::excluded);
    if (S_ISLNK(facts.st_mode)) return skip(SkipReason::symlink);
    if (is_folder) {
      if (is_vendored_folder(folder.canonical, name)) return skip(SkipReason::vendored);
      pending_.push_back({std::move(shown), path + "/", folder.levels, folder.repository, ignored});
      return;
    }
    if (!S_ISREG(facts.st_mode)) return skip(SkipReason::special);
    consider_file(std::move(shown), path, name, sys::stamp_of(facts));
  }

  void consider_file(std::string shown, const std::string& path, const std::string& name, const sys::FileStamp& stamp) {
    if (options_.also != nullptr && options_.also(name)) return report_.others.push_back(std::move(shown));
    const bool fits = stamp.size <= options_.max_file_size;
    if (fits && options_.known && options_.known(path, stamp)) return report_.files.push_back(std::move(shown));
    if (has_generated_name(name)) return skip(SkipReason::generated);
    // Only a name without an extension leaves the language to a shebang line.
    const bool known = is_program_source(language_of(name, {}));
    if (!known && name.find('.') != std::string::npos) return skip(SkipReason::not_source);
    if (!fits) return skip(SkipReason::too_large);
    const auto content = beginning_of(path);
    if (!content) {
      skip(SkipReason::unreadable);
      return note(content.error());
    }
    if (!check_text(*content, shown)) return skip(SkipReason::binary);
    if (!is_program_source(language_of(name, *content))) return skip(SkipReason::not_source);
    if (has_generated_content(*content)) return skip(SkipReason::generated);
    report_.files.push_back(std::move(shown));
  }

  // What is enough to tell source from other files: the whole is read once, by whoever reviews it.
  static Result<std::string> beginning_of(const std::string& path) {
    constexpr std::size_t kSample = 8192;  // bytes
    TRY_ASSIGN(sys::FileReader reader, sys::FileReader::open(path));
    std::string sample;
    while (sample.size() < kSample) {
      TRY_ASSIGN(const std::string piece, reader.read(kSample - sample.size()));
      if (piece.empty()) break;
      sample += piece;
    }
    return sample;
  }

  const WalkOptions& options_;
  ReadEntry read_entry_;
  IgnoreRules excludes_;
  std::string exclude_base_;
  std::vector<Folder> pending_;
  WalkReport report_;
  bool stopped_ = false;
};

}  // namespace

std::string_view name_of(SkipReason reason) {
  constexpr std::array<std::string_view, kSkipReasons> kNames{"hidden",        "ignored",    "excluded",  "vendored",
                                                              "generated",     "not source", "too large", "binary",
                                                              "symbolic link", "special",    "unreadable"};
  return kNames[static_cast<std::size_t>(reason)];
}

Result<WalkReport> walk(const std::string& folder, const WalkOptions& options) {
  return walk_reading(folder, options, ::readdir);
}

Result<WalkReport> walk_reading(const std::string& folder, const WalkOptions& options, ReadEntry read_entry) {
  return Walk(options, read_entry).run(folder);
}

}  // namespace rustassistant::source
