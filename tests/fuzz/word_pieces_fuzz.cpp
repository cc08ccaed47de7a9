// SPDX-License-Identifier: MIT
// A vocabulary or tokenizer.json and a text, apart at the first byte 0: ids are of the vocabulary, and no more than
// asked for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rustassistant/embed/word_pieces.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using rustassistant::embed::WordPieces;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\0'), all.size());
  const std::string_view known = all.substr(0, end);
  const std::string_view text = all.substr(std::min(end + 1, all.size()));
  const auto pieces =
      known.starts_with('{') ? WordPieces::from_json(known) : WordPieces::from_vocabulary(known, size % 2 == 0);
  if (!pieces) return 0;
  for (const std::size_t most : {std::size_t{2}, std::size_t{17}, std::size_t{512}}) {
    const auto ids = pieces->ids(text, most);
    if (ids.size() < 2 || ids.size() > most) std::abort();
    for (const std::uint32_t id : ids) {
      if (id >= pieces->size()) std::abort();
    }
  }
  return 0;
}
