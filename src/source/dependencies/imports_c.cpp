// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "c_tokens.hpp"
#include "import_reader.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxIncludeDepth = 1'000;  // of conditionals

// Which branches of the conditionals around a line are never compiled.
class DeadBranches {
 public:
  void read(std::string_view name, std::string_view rest) {
    if (has_word(" if ifdef ifndef ", name)) {
      if (open_.size() >= kMaxIncludeDepth) return ++beyond_, void();
      const bool never = name == "if" && (rest == "0" || rest == "false");
      const bool always = name == "if" && (rest == "1" || rest == "true");
      open_.push_back({never, always});
    } else if (name == "endif") {
      if (beyond_ > 0) return --beyond_, void();
      if (!open_.empty()) open_.pop_back();
    } else if (has_word(" elif else elifdef elifndef ", name) && beyond_ == 0 && !open_.empty()) {
      open_.back().dead = open_.back().taken;
    }
  }
  [[nodiscard]] bool any() const {
    return std::any_of(open_.begin(), open_.end(), [](const Branch& branch) { return branch.dead; });
  }

 private:
  struct Branch {
    bool dead = false;
    bool taken = false;  // the branches that follow are dead
  };
  std::vector<Branch> open_;
  std::size_t beyond_ = 0;
};

Import include_of(std::string_view rest, int line) {
  const char open = rest.empty() ? '\0' : rest.front();
  const char close = open == '<' ? '>' : '"';
  const std::size_t end = open == '<' || open == '"' ? rest.find(close, 1) : std::string_view::npos;
  if (end == std::string_view::npos) {
    return {ImportForm::computed, line, std::string(rest.substr(0, kMaxImportBytes)), {}, {}, {}, {}};
  }
  const ImportForm form = open == '<' ? ImportForm::angled : ImportForm::quoted;
  return {form, line, std::string(trim(rest.substr(1, end - 1))), {}, {}, {}, {}};
}

}  // namespace

void read_includes(std::string_view content, FileImports& found) {
  if (content.size() > kMaxParsedBytes) return;
  const CText c = tokenize_c(content);
  DeadBranches dead;
  std::size_t at = 0;
  int line = 1;
  for (const CToken& token : c.tokens) {
    if (token.kind != CTokenKind::directive) continue;
    line += static_cast<int>(std::count(content.begin() + static_cast<std::ptrdiff_t>(at),
                                        content.begin() + static_cast<std::ptrdiff_t>(token.start), '\n'));
    at = token.start;
    std::string joined(c.of(token));
    for (std::size_t i = joined.find('\\'); i != std::string::npos; i = joined.find('\\', i + 1)) {
      if (i + 1 < joined.size() && (joined[i + 1] == '\n' || joined[i + 1] == '\r')) joined[i] = ' ';
    }
    std::string_view text = joined;
    text.remove_prefix(std::min(text.find('#') + 1, text.size()));
    text = trim(text);
    std::size_t end = 0;
    while (end < text.size() && (ascii::is_alnum(text[end]) || text[end] == '_')) ++end;
    const std::string_view name = text.substr(0, end);
    const std::string_view rest = trim(text.substr(end));
    dead.read(name, rest);
    if (!has_word(" include include_next import ", name) || dead.any()) continue;
    Import import = include_of(rest, line);
    const bool fits = !import.target.empty() && import.target.size() <= kMaxImportBytes;
    if (fits && found.imports.size() < kMaxImports) found.imports.push_back(std::move(import));
  }
}

}  // namespace rustassistant::source
