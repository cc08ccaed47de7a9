// SPDX-License-Identifier: MIT
#include "repository_reader.hpp"

#include <filesystem>
#include <system_error>
#include <thread>

#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/walk.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMaxManifest = 4'000'000;   // bytes
constexpr std::int64_t kMaxCommands = 64'000'000;  // bytes, of compile_commands.json

// From the top, with slashes.
std::string below(const std::string& path, const std::string& top) {
  return path.substr(top.size() + (top.ends_with('/') ? 0 : 1));
}

bool is_regular(const std::string& path) {
  std::error_code missing;
  return std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::regular;
}

void add_manifests(source::Repository& repository, const std::vector<std::string>& found) {
  for (const std::string& path : found) {
    const bool commands = path.ends_with("/compile_commands.json");
    auto content = sys::read_file(path, commands ? kMaxCommands : kMaxManifest);
    if (content) repository.manifests.push_back({below(path, repository.top), *std::move(content)});
  }
  // git mostly ignores the folder in which a build puts it.
  const std::string built = sys::joined(repository.top, "build/compile_commands.json");
  for (const source::Manifest& manifest : repository.manifests) {
    if (manifest.path.ends_with("compile_commands.json")) return;
  }
  if (!is_regular(built)) return;
  if (auto content = sys::read_file(built, kMaxCommands))
    repository.manifests.push_back({"build/compile_commands.json", *std::move(content)});
}

}  // namespace

Result<source::Repository> read_repository(const std::string& top, const config::AnalysisSettings& settings,
                                           const Services& services) {
  source::WalkOptions options{settings.exclude,   top, settings.max_file_size, {}, sys::stop_requested,
                              source::is_manifest};
  TRY_ASSIGN(const source::WalkReport walked, source::walk(top, options));
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  for (const Error& error : walked.errors) services.warn(error.what);
  source::Repository repository;
  repository.top = top;
  add_manifests(repository, walked.others);
  const auto read = [&](std::size_t i) -> Result<source::SourceFile> {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    TRY_ASSIGN(const std::string content, source::read_source(walked.files[i], settings.max_file_size));
    const std::string_view language = source::language_of(walked.files[i], content);
    return source::SourceFile{below(walked.files[i], top), std::string(language),
                              source::imports_of(content, language)};
  };
  const auto jobs = std::max(1U, std::thread::hardware_concurrency());
  for_each_ordered<Result<source::SourceFile>>(walked.files.size(), jobs, read, [&](Result<source::SourceFile> one) {
    if (one) {
      repository.files.push_back(*std::move(one));
    } else if (!sys::stop_requested()) {
      services.warn(one.error().what);
    }
  });
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  return repository;
}

}  // namespace rustassistant::app
