// SPDX-License-Identifier: MIT
#include "context.hpp"

#include <algorithm>
#include <utility>

#include "rustassistant/source/files.hpp"
#include "rustassistant/sys/files.hpp"
#include "sendable.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kMostInterfaceBytes = 64U << 20U;  // kept in memory

}  // namespace

DependencyContext::DependencyContext(std::string root, const config::Settings& settings, FactsUse use,
                                     const Services& services)
    : root_(std::move(root)), settings_(settings), use_(use), services_(services) {}

bool DependencyContext::read_once() {
  if (is_read_) return repository_.has_value();
  is_read_ = true;
  // What the review says of files that cannot be read need not be said twice.
  const Services silent{services_.clock, services_.transport, services_.environment, [](const std::string&) {}};
  auto read = read_repository(root_, settings_, use_, silent);
  if (!read) return false;
  source::DependencyGraph graph = source::resolve(read->repository);
  edges_.resize(read->repository.files.size());
  for (source::Dependency& edge : graph.edges) edges_[edge.from].push_back(std::move(edge));
  repository_ = std::move(read->repository);
  return true;
}

std::vector<source::Dependency> DependencyContext::edges_of(std::size_t file, source::FileImports imports) {
  const std::scoped_lock lock(mutex_);
  source::FileImports& known = repository_->files[file].imports;
  if (known != imports) {
    known = std::move(imports);
    edges_[file] = source::resolve(*repository_, file).edges;
  }
  return edges_[file];
}

source::Interface DependencyContext::read_interface(std::size_t file) const {
  const source::SourceFile& source = repository_->files[file];
  const std::string path = sys::joined(root_, source.path);
  const auto content = source::read_source(path, settings_.analysis.max_file_size);
  if (!content) return {};
  const auto sent = sendable(path, *content, settings_.privacy, KeyStores::withhold);
  return sent ? source::interface_of(sent->content, source.language) : source::Interface{};
}

DependencyContext::KnownInterface DependencyContext::interface_of(std::size_t file) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = interfaces_.find(file); known != interfaces_.end()) return known->second;
  }
  auto interface = std::make_shared<const source::Interface>(read_interface(file));
  std::size_t bytes = 0;
  for (const source::PublicItem& item : interface->items) bytes += sizeof item + item.name.size() + item.text.size();
  const std::scoped_lock lock(mutex_);
  if (interface_bytes_ + bytes > kMostInterfaceBytes) {
    interfaces_.clear();
    interface_bytes_ = 0;
  }
  if (interfaces_.emplace(file, interface).second) interface_bytes_ += bytes;
  return interface;
}

std::string DependencyContext::of(const std::string& path, std::string_view content) {
  std::size_t file = 0;
  std::string language;
  {
    const std::scoped_lock lock(mutex_);
    if (!read_once()) return {};
    const auto& files = repository_->files;
    const auto found = std::lower_bound(files.begin(), files.end(), path,
                                        [](const auto& one, const std::string& other) { return one.path < other; });
    if (found == files.end() || found->path != path) return {};
    file = static_cast<std::size_t>(found - files.begin());
    language = found->language;
  }
  source::FileUses uses = source::uses_of(content, language);
  const std::vector<source::Dependency> edges = edges_of(file, std::move(uses.imports));
  std::vector<KnownInterface> interfaces;
  interfaces.reserve(edges.size());
  std::vector<source::UsedFile> used;
  used.reserve(edges.size());
  for (const source::Dependency& edge : edges) {
    interfaces.push_back(interface_of(edge.to));
    used.push_back({interfaces.back().get(), &edge});
  }
  return source::summary_of(uses.names, used);
}

}  // namespace rustassistant::app
