// SPDX-License-Identifier: MIT
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "review.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/docs.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::string_view kIndex = "README.md";

// Where a document goes below the folder. The path of a file is its own below its repository; of one outside of it, the
// name alone.
std::string document_path(const app::FilePlace& place) {
  const std::string& path = place.repo_path;
  return (path.starts_with('/') ? path.substr(path.rfind('/') + 1) : path) + ".md";
}

class FolderSink : public Sink {
 public:
  FolderSink(const Context& context, std::string folder) : context_(context), folder_(std::move(folder)) {}

  void begin(std::int64_t /*files*/) override {}

  void file(const app::FileResult& result) override {
    if (error_ || result.status() != app::FileStatus::ok) return;
    std::string document = document_path(result.place);
    // Two repositories in one run.
    if (!taken_.insert(document).second) {
      document = result.place.repo_id + "/" + document;
      if (!taken_.insert(document).second) return;
    }
    if (auto written = write(document, render::docs_document(result)); !written) {
      error_ = std::move(written).error();
      return;
    }
    entries_.push_back(
        {result.place.repo_path, document, std::get<domain::Documentation>(result.answer->document).purpose});
  }

  Result<void> finish(const app::AnalyzeSummary& summary) override {
    if (error_) return tl::unexpected(*error_);
    TRY(write(std::string(kIndex), render::docs_index(entries_)));
    return context_.print(render::docs_written(entries_.size(), sys::joined(folder_, kIndex), summary));
  }

  Result<void> give_up(const Error& /*error*/) override { return {}; }

  [[nodiscard]] bool closed() const override { return error_.has_value(); }

 private:
  // Never over a file that is somebody else's.
  [[nodiscard]] Result<void> write(const std::string& name, const std::string& text) const {
    const std::string path = sys::joined(folder_, name);
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
    if (failed)
      return fail(Errc::storage, "cannot create the folder of " + sys::quoted(path) + ": " + failed.message());
    // A folder in between may be a link out of it.
    TRY_ASSIGN(const std::string top, sys::canonical_path(folder_));
    TRY_ASSIGN(const std::string place, sys::canonical_path(std::filesystem::path(path).parent_path().string()));
    if (place != top && !place.starts_with(top == "/" ? top : top + "/")) {
      return fail(Errc::storage,
                  sys::quoted(path) + " lies outside of " + sys::quoted(folder_) + ", behind a symbolic link",
                  "remove the link, or name another folder");
    }
    if (std::filesystem::is_symlink(path, failed)) {
      return fail(Errc::storage, sys::quoted(path) + " is a symbolic link", "remove it, or name another folder");
    }
    constexpr std::int64_t kMaxDocument = 64 << 20;  // bytes
    TRY_ASSIGN(const auto there, sys::read_file_if_exists(path, kMaxDocument));
    if (there && !there->starts_with(render::kDocsMark)) {
      return fail(Errc::storage, sys::quoted(path) + " was not written by this command",
                  "move it away, or name another folder");
    }
    TRY_ASSIGN(sys::AtomicFile file, sys::AtomicFile::create_for_user(path));
    TRY(file.write(text));
    return file.commit();
  }

  const Context& context_;
  std::string folder_;
  std::vector<render::DocsEntry> entries_;
  std::set<std::string> taken_{std::string(kIndex)};
  std::optional<Error> error_;
};

}  // namespace

Result<std::unique_ptr<Sink>> folder_sink(const Context& context, const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fail(Errc::storage, "cannot create the folder " + sys::quoted(folder) + ": " + failed.message());
  return std::make_unique<FolderSink>(context, folder);
}

}  // namespace rustassistant::cli
