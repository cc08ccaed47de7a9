// SPDX-License-Identifier: MIT
#include "owners.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "forms.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaxMetaBytes = 65'536;

std::string text_in(const nlohmann::json& json, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto member = json.find(name);
    if (member != json.end() && member->is_string()) return member->get<std::string>();
  }
  return {};
}

// What meta.json says; empty where there is none, or where it does not say.
Owner owner_in_meta(const fs::path& folder) {
  const auto text = sys::read_file((folder / kMetaFile).native(), kMaxMetaBytes);
  if (!text) return {};
  const auto json = codec::parse_json(*text);
  if (!json || !json->is_object()) return {};
  Owner owner{text_in(*json, {"path", "repo_path"}), to_lower(text_in(*json, {"hash", "repo_id", "repo_hash"}))};
  if (!is_repo_id(owner.id)) owner.id.clear();
  return owner;
}

// The folder that a relative path meant: below the working folder or one above it, if the id says so. The older tool
// noted paths as they were given, but hashed them whole.
std::optional<std::string> resolve(const std::string& relative, const std::string& id) {
  auto here = sys::canonical_path(".");
  if (!here || id.empty()) return std::nullopt;
  for (fs::path folder = *here;; folder = folder.parent_path()) {
    for (const fs::path& candidate : {folder / relative, folder}) {
      const auto canonical = sys::canonical_path(candidate.native());
      if (canonical && domain::repo_id(*canonical) == id) return *canonical;
    }
    if (!folder.has_relative_path()) return std::nullopt;
  }
}

// Fills in the repository as far as `owner` tells it.
void take(const Owner& owner, Tree& tree) {
  const fs::path path(owner.path);
  if (path.is_absolute()) {
    const auto canonical = sys::canonical_path(owner.path);
    tree.repo_path = canonical ? *canonical : path.lexically_normal().native();
    if (tree.repo_path.size() > 1 && tree.repo_path.ends_with('/')) tree.repo_path.pop_back();
    tree.repo_id = domain::repo_id(tree.repo_path);
    return;
  }
  const std::string id = owner.id.empty() ? tree.repo_id : owner.id;
  if (id == tree.repo_id && !tree.repo_path.empty()) return;
  tree.repo_id = id;
  tree.repo_path = resolve(owner.path, id).value_or(std::string());
}

}  // namespace

Tree tree_of(const fs::path& place) {
  std::error_code unknown;
  const bool holds_meta = fs::is_regular_file(place / kMetaFile, unknown);
  const fs::path owner = holds_meta ? place : place.parent_path();
  const std::string name = owner.filename().native();
  Tree tree{place.native(), is_repo_id(name) ? name : std::string(), {}};
  Owner meta = owner_in_meta(owner);
  if (meta.path.empty() && name == kLocalFolder) meta.path = owner.parent_path().native();
  take(meta, tree);
  if (tree.repo_id.empty()) tree.repo_id = domain::repo_id(place.native());
  return tree;
}

Tree tree_of_row(const Owner& owner, const Tree& database) {
  Tree tree = database;
  if (!owner.path.empty() || !owner.id.empty()) take(owner, tree);
  return tree;
}

}  // namespace rustassistant::legacy
