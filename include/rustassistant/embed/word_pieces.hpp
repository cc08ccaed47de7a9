// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rustassistant/base/result.hpp"

namespace rustassistant::embed {

// Takes text apart as BERT models were trained to read it: words are apart at white space, punctuation and ideographs;
// of a word the longest beginning that the vocabulary has is taken, then of the rest. J. Devlin et al., "BERT", 2019;
// the details are those of its reference code. A special token that is spelled out in the text is not one.
// Safe to use from several threads.
class WordPieces {
 public:
  // vocab.txt: a token a line. Error (input): no [UNK], [CLS] or [SEP], or a token that is there twice.
  [[nodiscard]] static Result<WordPieces> from_vocabulary(std::string_view text, bool lower_case);
  // tokenizer.json of the model WordPiece. Error (input): what cannot be read, or asks for what this does not do.
  [[nodiscard]] static Result<WordPieces> from_json(std::string_view text);

  // How many ids there may be: the largest and one.
  [[nodiscard]] std::size_t size() const { return size_; }

  // The ids of a text, [CLS] before and [SEP] behind them; of a longer text the first `most`, these two included.
  // `most` is at least 2.
  [[nodiscard]] std::vector<std::uint32_t> ids(std::string_view text, std::size_t most) const;

 private:
  class Reading;
  [[nodiscard]] Result<void> add(std::string token, std::uint32_t id);
  [[nodiscard]] Result<void> find_special(const std::string& unknown);

  std::unordered_map<std::string, std::uint32_t> ids_;
  std::size_t size_ = 0;
  std::size_t longest_ = 0;  // token, in bytes
  std::string inner_ = "##";
  std::size_t longest_word_ = 100;  // characters; a longer one is unknown
  bool lower_case_ = true;
  std::uint32_t unknown_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
};

}  // namespace rustassistant::embed
