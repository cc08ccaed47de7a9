// SPDX-License-Identifier: MIT
#include "listener.hpp"

#include <vector>

namespace rustassistant::source {
namespace {

class Scan {
 public:
  Scan(const ParsedText& parsed, std::span<Listener* const> listeners)
      : text_(parsed.text()), grammar_(*parsed.grammar()), listeners_(listeners) {}

  void enter(TSNode node, TSFieldId field) {
    Visit visit{node, field, grammar_.roles(node), ts_node_child_count(node) == 0, {}, 0};
    if (visit.leaf) {
      visit.text = text_of(node, text_);
      if ((visit.roles & kComment) == 0) visit.hash = hash_of(visit.text);
    }
    for (Listener* listener : listeners_) {
      if ((topics_of(visit) & listener->interest()) != 0) listener->enter(visit, path_);
    }
    path_.push_back(visit);
  }

  void leave() {
    const Visit visit = path_.back();
    path_.pop_back();
    for (Listener* listener : listeners_) {
      if ((topics_of(visit) & listener->interest()) != 0) listener->leave(visit);
    }
  }

 private:
  static Role topics_of(const Visit& visit) { return visit.roles | kNode | (visit.leaf ? kLeaf : Role{0}); }

  std::string_view text_;
  const Grammar& grammar_;
  std::span<Listener* const> listeners_;
  std::vector<Visit> path_;
};

}  // namespace

void scan(const ParsedText& parsed, std::span<Listener* const> listeners) {
  if (!parsed.parsed()) return;
  Scan visitor(parsed, listeners);
  traverse(parsed.root(), visitor);
}

}  // namespace rustassistant::source
