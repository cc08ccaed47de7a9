// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a file says of other files: its imports as they are written, before anything is looked up.
namespace rustassistant::source {

enum class ImportForm : std::uint8_t {
  module,     // names a module, a package or a file
  wildcard,   // the same, with all that is public in it
  declared,   // Rust: `mod a;`
  reference,  // a path in the code that no import stands for; whether it names a module only a look-up tells
  quoted,     // C, C++: #include "x.h"
  angled,     // C, C++: #include <x.h>
  computed,   // by an expression that only the running program knows
};
inline constexpr std::size_t kImportForms = 7;
[[nodiscard]] std::string_view name_of(ImportForm form);

struct Import {
  ImportForm form{};
  int line = 0;  // from 1
  // As written, without quotes: "crate::a::b" and "::a" in Rust, "..a.b" in Python, "a.b.C" in Java, "./a" in
  // ECMAScript, an import path in Go, a path in C. In Bash what follows the script's own folder begins with "./".
  std::string target;
  std::vector<std::string> symbols;  // the names that are taken from it, as the other file calls them
  std::string alias;                 // Rust, Go: the name that it is given here, where it is another one
  std::string scope;                 // Rust: the inline modules around it, "a::b"
  std::string path;                  // Rust: the file that #[path] names
  bool operator==(const Import&) const = default;
};

struct FileImports {
  std::string package;               // Go, Java: as declared
  std::vector<Import> imports;       // in the order of the text
  std::vector<std::string> defines;  // Go, Java: what stands at the top of the file
  // C, C++, Go, Java: the identifiers in the file, sorted, each once; without what a file of Go or Java defines itself.
  std::vector<std::string> names;
  bool operator==(const FileImports&) const = default;
};

// The imports of a file, from its syntax tree; of C and C++ from the directives, without those that `#if 0` takes out.
// An import within a function, behind a condition or for types only counts. Nothing for a language without a grammar.
// At most kMaxImports, and none with more than kMaxImportBytes bytes. Takes no stack, however deep the tree. Never
// fails; safe to use from several threads.
[[nodiscard]] FileImports imports_of(std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxImports = 20'000;
inline constexpr std::size_t kMaxImportBytes = 1'024;

}  // namespace rustassistant::source
