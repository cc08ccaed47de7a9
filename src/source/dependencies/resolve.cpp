// SPDX-License-Identifier: MIT
#include <array>

#include "repository_index.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

struct ResolverRow {
  std::string_view languages;
  std::unique_ptr<LanguageResolver> (*make)(const RepositoryIndex& index);
};
constexpr auto kResolvers = std::to_array<ResolverRow>({
    {" rust ", rust_resolver},
    {" c cpp ", c_resolver},
    {" python ", python_resolver},
    {" javascript typescript tsx ", ecma_resolver},
    {" go ", go_resolver},
    {" java ", java_resolver},
    {" bash ", bash_resolver},
});

// The resolvers of all languages, each made when first needed.
class Resolvers {
 public:
  Resolvers(const RepositoryIndex& index, DependencyGraph& graph) : index_(index), edges_(graph) {}

  void resolve(std::size_t from) {
    for (std::size_t i = 0; i < kResolvers.size(); ++i) {
      if (!has_word(kResolvers[i].languages, index_.file(from).language)) continue;
      if (!resolvers_[i]) resolvers_[i] = kResolvers[i].make(index_);
      edges_.begin(from);
      resolvers_[i]->resolve(from, edges_);
      edges_.finish();
    }
  }

 private:
  const RepositoryIndex& index_;
  EdgeCollector edges_;
  std::array<std::unique_ptr<LanguageResolver>, kResolvers.size()> resolvers_;
};

}  // namespace

std::string_view name_of(Unresolved reason) {
  constexpr std::array<std::string_view, kUnresolvedReasons> kNames{"outside", "missing", "ambiguous", "computed"};
  return kNames[static_cast<std::size_t>(reason)];
}

bool is_manifest(std::string_view name) {
  if (name.starts_with("tsconfig") && name.ends_with(".json")) return true;
  return has_word(" Cargo.toml go.mod package.json jsconfig.json compile_commands.json ", name);
}

DependencyGraph resolve(const Repository& repository) {
  const RepositoryIndex index(repository);
  DependencyGraph graph;
  Resolvers resolvers(index, graph);
  for (std::size_t from = 0; from < index.size(); ++from) resolvers.resolve(from);
  return graph;
}

DependencyGraph resolve(const Repository& repository, std::size_t from) {
  const RepositoryIndex index(repository);
  DependencyGraph graph;
  Resolvers(index, graph).resolve(from);
  return graph;
}

}  // namespace rustassistant::source
