// SPDX-License-Identifier: MIT
// Manifests, and facts that were kept: the first byte chooses what the rest is. Any bytes as a manifest leave edges
// between the files that are there; any bytes as facts are refused, or read back as what they were made of.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/source/dependencies.hpp"
#include "rustassistant/source/file_facts.hpp"

namespace {

using namespace rustassistant::source;

const Repository& sample() {
  static const Repository repository = [] {
    Repository made{"/r", {}, {}};
    const auto add = [&](const char* path, const char* language, const char* content) {
      made.files.push_back({path, language, imports_of(content, language)});
    };
    add("a/src/lib.rs", "rust", "mod b; use x::y; use crate::b::c; extern crate z;");
    add("a/src/b.rs", "rust", "use super::*; fn f() { a::b::g(); }");
    add("a/main.go", "go", "package main\nimport \"m/b\"\nimport \"n\"\n");
    add("b/b.go", "go", "package b\nfunc F() {}\n");
    add("a/x.ts", "typescript", "import 'p'; import 'p/q'; import '@/y'; import './y'; import '#z';");
    add("a/y.ts", "typescript", "import '.';");
    add("a/x.c", "c", "#include <x.h>\n#include \"y.h\"\n");
    add("a/include/x.h", "c", "#include \"../y.h\"\n");
    return made;
  }();
  return repository;
}

void check_manifest(std::string_view name, std::string_view content) {
  Repository repository = sample();
  for (const char* folder : {"", "a/"})
    repository.manifests.push_back({folder + std::string(name), std::string(content)});
  for (const Dependency& edge : resolve(repository).edges) {
    if (edge.from >= repository.files.size() || edge.to >= repository.files.size() || edge.from == edge.to)
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 5> kNames{"Cargo.toml", "go.mod", "package.json", "tsconfig.json",
                                                   "compile_commands.json"};
  if (size == 0) return 0;
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 6U < kNames.size()) {
    check_manifest(kNames[data[0] % 6U], content);
    return 0;
  }
  const auto facts = unpacked(content);
  if (facts && !(unpacked(packed(*facts)) == facts)) std::abort();
  return 0;
}
