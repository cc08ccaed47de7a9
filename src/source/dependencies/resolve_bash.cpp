// SPDX-License-Identifier: MIT
#include "repository_index.hpp"

namespace rustassistant::source {
namespace {

// Beside the script, else from the top of the repository, where scripts are mostly started.
class BashResolver : public LanguageResolver {
 public:
  explicit BashResolver(const RepositoryIndex& index) : index_(index) {}

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    const SourceFile& file = index_.file(from);
    for (const Import& import : file.imports.imports) {
      if (import.form == ImportForm::computed) {
        edges.leave_out(import, Unresolved::computed);
      } else if (import.target.starts_with('/') || import.target.starts_with('~')) {
        edges.leave_out(import, Unresolved::outside);
      } else if (const auto found = look_up(file.path, import.target)) {
        edges.add(*found, import.line);
      } else {
        edges.leave_out(import, Unresolved::missing);
      }
    }
  }

 private:
  [[nodiscard]] std::optional<std::size_t> look_up(std::string_view path, std::string_view target) const {
    for (const std::string& folder : {parent_folder(path), std::string()}) {
      const auto candidate = path_within(folder, target);
      if (!candidate) continue;
      if (const auto found = index_.find(*candidate)) return found;
    }
    return std::nullopt;
  }

  const RepositoryIndex& index_;
};

}  // namespace

std::unique_ptr<LanguageResolver> bash_resolver(const RepositoryIndex& index) {
  return std::make_unique<BashResolver>(index);
}

}  // namespace rustassistant::source
