// SPDX-License-Identifier: MIT
#include "duplicates.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "scan.hpp"

namespace rustassistant::source {
namespace {

struct Token {
  std::uint32_t symbol = 0;  // kind of node; above all kinds: the border of a function, each its own
  int line = 0;
  std::uint64_t text = 0;  // hash
  int branches = 0;        // before it in the file
};

// The leaves of functions, a literal being one. Nothing that is alike reaches over the border of a function: that small
// functions follow each other in the same order is no copy.
class Collector : public SmellFinder {
 public:
  explicit Collector(const ParsedText& parsed)
      : SmellFinder(kFunction | kLambda | kLiteral | kComment | kBranches | kLeaf), text_(parsed.text()) {}

  void enter(const Visit& visit, Around /*around*/) override {
    if ((visit.roles & (kFunction | kLambda)) != 0 && functions_++ == 0) add_border(visit.node);
    if ((visit.roles & kBranches) != 0) ++branches_;
    const bool whole = (visit.roles & (kLiteral | kComment)) != 0;
    if (functions_ > 0 && silent_ == 0 && (visit.roles & kComment) == 0 && (whole || visit.leaf)) add(visit);
    if (whole) ++silent_;
  }
  void leave(const Visit& visit) override {
    if ((visit.roles & (kFunction | kLambda)) != 0) --functions_;
    if ((visit.roles & (kLiteral | kComment)) != 0) --silent_;
  }

  std::vector<Excess> find(const Subject& subject) override;

 private:
  static constexpr Role kBranches = kDecision | kCase | kArm | kNesting;

  void add(const Visit& visit) {
    const std::string_view text = visit.leaf ? visit.text : text_of(visit.node, text_);
    if (text.empty()) return;
    const std::uint64_t hash = visit.leaf ? visit.hash : hash_of(text);
    tokens_.push_back({ts_node_symbol(visit.node), first_line(visit.node), hash, branches_});
  }
  void add_border(TSNode node) {
    constexpr std::uint32_t kAboveKinds = 1U << 16U;
    tokens_.push_back({kAboveKinds + borders_++, first_line(node), 0, branches_});
  }

  std::string_view text_;
  int functions_ = 0;  // around the current node
  int silent_ = 0;     // literals and comments around it
  int branches_ = 0;
  std::uint32_t borders_ = 0;
  std::vector<Token> tokens_;
};

struct Copy {
  std::size_t first = 0;   // token of the original
  std::size_t second = 0;  // of the copy
  std::size_t size = 0;
};

// Finds copies by blocks of half the least size: each copy holds one whole block of the original, wherever it begins.
class CopyFinder {
 public:
  explicit CopyFinder(const std::vector<Token>& tokens) : tokens_(tokens) {}

  std::vector<Copy> run() {
    std::vector<Copy> copies;
    if (tokens_.size() < 2 * static_cast<std::size_t>(kMinCopiedTokens)) return copies;
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < kBlock; ++i) hash = hash * kBase + value(i);
    std::size_t done = 0;  // tokens before this one belong to a copy already
    for (std::size_t i = 0;; ++i) {
      if (i >= done) look_up(i, hash, copies, done);
      if (i % kBlock == 0) blocks_.emplace(hash, i);
      if (i + kBlock >= tokens_.size()) return copies;
      hash = (hash - value(i) * top_) * kBase + value(i + kBlock);
    }
  }

 private:
  static constexpr std::size_t kBlock = static_cast<std::size_t>(kMinCopiedTokens) / 2;
  static constexpr std::uint64_t kBase = 1099511628211U;

  [[nodiscard]] std::uint64_t value(std::size_t i) const { return tokens_[i].symbol + 1U; }
  [[nodiscard]] bool same(std::size_t a, std::size_t b) const { return tokens_[a].symbol == tokens_[b].symbol; }

  void look_up(std::size_t i, std::uint64_t hash, std::vector<Copy>& copies, std::size_t& done) {
    const auto found = blocks_.find(hash);
    if (found == blocks_.end() || found->second + kBlock > i) return;
    const Copy copy = grown(found->second, i, done);
    if (!counts(copy)) return;
    copies.push_back(copy);
    done = copy.second + copy.size;
  }

  // As far as both go on alike, without meeting each other or what was copied before.
  [[nodiscard]] Copy grown(std::size_t a, std::size_t b, std::size_t done) const {
    std::size_t back = 0;
    while (back < a && b - back > done && b - back > a + 1 && same(a - back - 1, b - back - 1)) ++back;
    a -= back;
    b -= back;
    std::size_t size = 0;
    while (b + size < tokens_.size() && a + size < b && same(a + size, b + size)) ++size;
    return {a, b, size};
  }

  [[nodiscard]] bool counts(const Copy& copy) const {
    if (copy.size < static_cast<std::size_t>(kMinCopiedTokens)) return false;
    const auto lines = [&](std::size_t from) { return tokens_[from + copy.size - 1].line - tokens_[from].line + 1; };
    if (std::min(lines(copy.first), lines(copy.second)) < kMinCopiedLines) return false;
    // Without a branch it is data, or arithmetic written out.
    if (tokens_[copy.first + copy.size - 1].branches == tokens_[copy.first].branches) return false;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < copy.size; ++i) {
      equal += tokens_[copy.first + i].text == tokens_[copy.second + i].text ? 1U : 0U;
    }
    return 4 * equal >= 3 * copy.size && !repeats_itself(copy);
  }

  // A ladder of like lines is long, but no copy.
  [[nodiscard]] bool repeats_itself(const Copy& copy) const {
    constexpr std::size_t kLongest = 80;  // tokens
    for (std::size_t period = 1; period <= std::min(kLongest, copy.size / 2); ++period) {
      std::size_t like = 0;
      for (std::size_t i = period; i < copy.size; ++i) like += same(copy.first + i, copy.first + i - period) ? 1U : 0U;
      if (10 * like >= 7 * (copy.size - period)) return true;
    }
    return false;
  }

  const std::vector<Token>& tokens_;
  std::unordered_map<std::uint64_t, std::size_t> blocks_;
  std::uint64_t top_ = [] {
    std::uint64_t power = 1;
    for (std::size_t i = 1; i < kBlock; ++i) power *= kBase;
    return power;
  }();
};

std::string lines_text(int first, int last) {
  return "lines " + std::to_string(first) + "-" + std::to_string(last);
}

std::vector<Excess> Collector::find(const Subject& subject) {
  const std::vector<Token>& tokens = tokens_;
  std::map<std::size_t, Excess> groups;  // by the original
  for (const Copy& copy : CopyFinder(tokens).run()) {
    const int first = tokens[copy.second].line;
    const int last = tokens[copy.second + copy.size - 1].line;
    const FunctionMeasures& function = function_at(subject.measures, (first + last) / 2);
    if (function.test) continue;
    Excess& group = groups[copy.first];
    const std::string original = lines_text(tokens[copy.first].line, tokens[copy.first + copy.size - 1].line);
    std::string text = group.description.empty() ? lines_text(first, last) + " repeat " + original + " (" +
                                                       std::to_string(copy.size) + " tokens)"
                                                 : group.description + ", and so do " + lines_text(first, last);
    group = {std::max(group.value, static_cast<int>(copy.size)),
             kMinCopiedTokens,
             std::move(text),
             {first, last, function.name, true},
             domain::Severity::medium};
  }
  std::vector<Excess> found;
  found.reserve(groups.size());
  for (auto& [original, group] : groups) found.push_back(std::move(group));
  return found;
}

}  // namespace

std::unique_ptr<SmellFinder> duplicated_code(const Inspection& inspection) {
  return std::make_unique<Collector>(inspection.parsed);
}

}  // namespace rustassistant::source
