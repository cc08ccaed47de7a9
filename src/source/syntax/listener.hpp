// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "parsed.hpp"

// One way through a tree for all who look at it.
namespace rustassistant::source {

// A node on the way. `text` and `hash` are of leaves only.
struct Visit {
  TSNode node{};
  TSFieldId field = 0;
  Role roles = 0;
  bool leaf = false;
  std::string_view text;
  std::uint64_t hash = 0;  // of the text; nothing for comments
};

// The nodes around a node, the root first.
using Around = std::span<const Visit>;

// Beside the grammar's roles, what a listener may ask for.
inline constexpr Role kLeaf = 1U << 30U;
inline constexpr Role kNode = 1U << 31U;  // every node

class Listener {
 public:
  // Hears of the nodes that have one of the roles of `interest`.
  explicit Listener(Role interest) : interest_(interest) {}
  virtual ~Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] Role interest() const { return interest_; }
  // In the order of the text.
  virtual void enter(const Visit& visit, Around around) = 0;
  // When all within the node is done.
  virtual void leave(const Visit& /*visit*/) {}

 private:
  Role interest_;
};

// FNV-1a, 64 bits.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

// Tells each listener of the nodes of a tree that it asks for. Does nothing where the text is not parsed. Takes no
// stack, however deep the tree.
void scan(const ParsedText& parsed, std::span<Listener* const> listeners);

}  // namespace rustassistant::source
