// SPDX-License-Identifier: MIT
#include "rustassistant/source/language.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "byte_order_mark.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

enum class Kind : std::uint8_t { parsed, source, other };  // with a grammar; without one; prose or data

// Words stand between single spaces, lower case where not a whole name.
struct Language {
  std::string_view name;
  Kind kind;
  std::string_view extensions;
  std::string_view names;         // whole file names
  std::string_view interpreters;  // of shebang lines, without trailing digits and dots
};

constexpr auto kLanguages = std::to_array<Language>({
    {"rust", Kind::parsed, " rs ", "", " rust-script "},
    {"c", Kind::parsed, " c h ", "", " tcc "},
    {"cpp", Kind::parsed, " cc cpp cxx c++ hpp hh hxx h++ ipp tpp txx inl cppm ixx ino ", "", ""},
    {"python", Kind::parsed, " py pyi pyw ", " SConstruct SConscript wscript ", " python pypy "},
    {"javascript", Kind::parsed, " js mjs cjs jsx ", " Jakefile ", " node nodejs "},
    {"typescript", Kind::parsed, " ts mts cts ", "", " ts-node tsx deno bun "},
    {"tsx", Kind::parsed, " tsx ", "", ""},
    {"go", Kind::parsed, " go ", "", ""},
    {"java", Kind::parsed, " java ", "", ""},
    {"bash", Kind::parsed, " sh bash ksh bats ebuild eclass ", " PKGBUILD APKBUILD ", " sh bash dash ash ksh bats "},

    {"assembly", Kind::source, " s asm nasm ", "", ""},
    {"awk", Kind::source, " awk ", "", " awk gawk mawk "},
    {"clojure", Kind::source, " clj cljs cljc ", "", ""},
    {"cmake", Kind::source, " cmake ", " CMakeLists.txt ", ""},
    {"csharp", Kind::source, " cs ", "", ""},
    {"cuda", Kind::source, " cu cuh ", "", ""},
    {"d", Kind::source, " d ", "", ""},
    {"dart", Kind::source, " dart ", "", ""},
    {"elixir", Kind::source, " ex exs ", "", " elixir "},
    {"erlang", Kind::source, " erl hrl ", "", " escript "},
    {"fish", Kind::source, " fish ", "", " fish "},
    {"fortran", Kind::source, " f f77 f90 f95 f03 f08 for ", "", ""},
    {"fsharp", Kind::source, " fs fsx fsi ", "", ""},
    {"glsl", Kind::source, " glsl vert frag comp ", "", ""},
    {"groovy", Kind::source, " groovy gradle ", " Jenkinsfile ", " groovy "},
    {"haskell", Kind::source, " hs lhs ", "", " runhaskell runghc "},
    {"julia", Kind::source, " jl ", "", " julia "},
    {"kotlin", Kind::source, " kt kts ", "", ""},
    {"lisp", Kind::source, " lisp lsp cl el ", "", " sbcl "},
    {"lua", Kind::source, " lua ", "", " lua luajit "},
    {"make", Kind::source, " mk mak ", " Makefile makefile GNUmakefile ", " make "},
    {"nim", Kind::source, " nim nims ", "", ""},
    {"objective-c", Kind::source, " m mm ", "", ""},
    {"ocaml", Kind::source, " ml mli ", "", " ocaml "},
    {"pascal", Kind::source, " pas pp dpr ", "", ""},
    {"perl", Kind::source, " pl pm t ", "", " perl "},
    {"php", Kind::source, " php phtml ", "", " php "},
    {"powershell", Kind::source, " ps1 psm1 psd1 ", "", " pwsh "},
    {"r", Kind::source, " r ", "", " rscript "},
    {"racket", Kind::source, " rkt ", "", " racket "},
    {"ruby", Kind::source, " rb rake gemspec ", " Rakefile Gemfile Vagrantfile ", " ruby jruby "},
    {"scala", Kind::source, " scala sc sbt ", "", " scala "},
    {"scheme", Kind::source, " scm ss ", "", " guile "},
    {"solidity", Kind::source, " sol ", "", ""},
    {"sql", Kind::source, " sql psql ", "", ""},
    {"svelte", Kind::source, " svelte ", "", ""},
    {"swift", Kind::source, " swift ", "", " swift "},
    {"tcl", Kind::source, " tcl ", "", " tclsh wish "},
    {"verilog", Kind::source, " v sv svh ", "", ""},
    {"vhdl", Kind::source, " vhd vhdl ", "", ""},
    {"vim", Kind::source, " vim ", "", ""},
    {"vue", Kind::source, " vue ", "", ""},
    {"zig", Kind::source, " zig ", "", ""},
    {"zsh", Kind::source, " zsh ", "", " zsh "},

    {"css", Kind::other, " css scss sass less ", "", ""},
    {"csv", Kind::other, " csv tsv ", "", ""},
    {"diff", Kind::other, " diff patch ", "", ""},
    {"dockerfile", Kind::other, " dockerfile ", " Dockerfile Containerfile ", ""},
    {"html", Kind::other, " html htm xhtml ", "", ""},
    {"ini", Kind::other, " ini cfg conf properties desktop service timer ", "", ""},
    {"json", Kind::other, " json jsonc json5 jsonl ipynb map ", "", ""},
    {"latex", Kind::other, " tex sty bib ", "", ""},
    {"markdown", Kind::other, " md markdown mdx ", "", ""},
    {"protobuf", Kind::other, " proto ", "", ""},
    {"rst", Kind::other, " rst ", "", ""},
    {"toml", Kind::other, " toml ", " Cargo.lock poetry.lock ", ""},
    {"xml", Kind::other, " xml svg xsd xsl xslt plist ", "", ""},
    {"yaml", Kind::other, " yaml yml ", "", ""},
});

constexpr std::string_view kUnknown = "text";

const Language* with_word(std::string_view Language::* words, std::string_view word) {
  const auto* found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                   [&](const Language& language) { return has_word(language.*words, word); });
  return found == kLanguages.end() ? nullptr : found;
}

const Language* named(std::string_view name) {
  const auto* found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                   [&](const Language& language) { return language.name == name; });
  return found == kLanguages.end() ? nullptr : found;
}

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

// "python" from "#!/usr/bin/env -S python3.11 -u".
std::string interpreter_of(std::string_view content) {
  if (content.substr(0, 2) != "#!") return {};
  std::string_view line = content.substr(2, std::min<std::size_t>(content.find_first_of("\r\n"), 256) - 2);
  std::string_view program = take_word(line);
  program.remove_prefix(program.rfind('/') + 1);
  if (program == "env") {
    do {
      program = take_word(line);
    } while (!program.empty() && (program.front() == '-' || program.find('=') != std::string_view::npos));
    program.remove_prefix(program.rfind('/') + 1);
  }
  const std::size_t last = program.find_last_not_of("0123456789.");
  return to_lower(program.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// `const Name& name`, which is nothing in C.
bool has_reference(std::string_view line) {
  constexpr std::string_view kConst = "const ";
  for (std::size_t at = line.find(kConst); at != line.npos; at = line.find(kConst, at + 1)) {
    std::string_view rest = line.substr(at + kConst.size());
    const std::size_t name = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");
    if (name == 0 || name == rest.npos) continue;
    rest = trim(rest.substr(name));
    if (starts_with(rest, "&") && !starts_with(rest, "&&")) return true;
  }
  return false;
}

// #include <vector>: headers of C have an extension.
bool includes_cpp(std::string_view line) {
  if (!starts_with(line, "#include")) return false;
  const std::string_view name = trim(line.substr(8));
  const auto end = name.find('>');
  return starts_with(name, "<") && end != name.npos && name.substr(0, end).find_first_of("./") == name.npos;
}

bool is_cpp_line(std::string_view line) {
  constexpr auto kMarks =
      std::to_array<std::string_view>({"template <", "template<", "public:", "private:", "protected:", "using ",
                                       "constexpr ", "inline constexpr ", "virtual ", "explicit ", "friend "});
  line = trim(line);
  if (starts_with(line, "//") || starts_with(line, "*") || starts_with(line, "/*")) return false;
  if (std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return starts_with(line, mark); }))
    return true;
  if (starts_with(line, "namespace ") || starts_with(line, "class ")) return line.find_first_of("{;:") != line.npos;
  return line.find("std::") != std::string_view::npos || has_reference(line) || includes_cpp(line);
}

// A header is C unless one of its first lines can only be C++.
bool looks_like_cpp(std::string_view content) {
  constexpr std::size_t kSample = 65'536;  // bytes
  content = content.substr(0, kSample);
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    if (is_cpp_line(content.substr(0, end))) return true;
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return false;
}

bool looks_like_xml(std::string_view content) {
  content = without_byte_order_mark(content);
  content = trim(content.substr(0, 256));
  return starts_with(content, "<?xml") || starts_with(content, "<!DOCTYPE TS");
}

}  // namespace

std::string_view language_of(std::string_view file_name, std::string_view content) {
  file_name.remove_prefix(file_name.rfind('/') + 1);
  if (const Language* language = with_word(&Language::names, file_name)) return language->name;
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    const std::string extension = to_lower(file_name.substr(dot + 1));
    if (extension == "h" && looks_like_cpp(content)) return "cpp";
    if (extension == "ts" && looks_like_xml(content)) return "xml";  // translations of Qt
    if (const Language* language = with_word(&Language::extensions, extension)) return language->name;
  }
  if (const Language* language = with_word(&Language::interpreters, interpreter_of(content))) return language->name;
  return kUnknown;
}

bool has_grammar(std::string_view language) {
  const Language* row = named(language);
  return row != nullptr && row->kind == Kind::parsed;
}

bool is_program_source(std::string_view language) {
  const Language* row = named(language);
  return row != nullptr && row->kind != Kind::other;
}

}  // namespace rustassistant::source
