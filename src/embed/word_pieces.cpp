// SPDX-License-Identifier: MIT
#include "rustassistant/embed/word_pieces.hpp"

#include <algorithm>
#include <utility>

#include "outside.hpp"
#include "unicode.hpp"

namespace rustassistant::embed {
namespace {

constexpr std::uint32_t kMostIds = 2'000'000;
constexpr std::size_t kLargestTokenizer = 64U << 20U;  // bytes

// Whether text is put into lower case; all else that a normalizer may ask for is done or refused.
Result<bool> lower_case_of(const Json& normalizer) {
  if (!is_text(member(normalizer, "type"), "BertNormalizer")) return unfit("its normalizer is not a BertNormalizer");
  const bool lower = flag(normalizer, "lowercase", true);
  if (flag(normalizer, "strip_accents", lower) != lower)
    return unfit("its normalizer strips accents without lower case, or the other way round");
  if (!flag(normalizer, "clean_text", true) || !flag(normalizer, "handle_chinese_chars", true))
    return unfit("its normalizer leaves control characters or ideographs as they are");
  return lower;
}

}  // namespace

Result<void> WordPieces::add(std::string token, std::uint32_t id) {
  if (id >= kMostIds) return unfit("the id " + std::to_string(id) + " is too large");
  longest_ = std::max(longest_, token.size());
  size_ = std::max<std::size_t>(size_, id + std::size_t{1});
  const auto [row, added] = ids_.emplace(std::move(token), id);
  if (!added) return unfit("the token '" + row->first + "' is in it twice");
  return {};
}

Result<void> WordPieces::find_special(const std::string& unknown) {
  const std::pair<std::string, std::uint32_t*> rows[] = {{unknown, &unknown_}, {"[CLS]", &begin_}, {"[SEP]", &end_}};
  for (const auto& [token, id] : rows) {
    const auto found = ids_.find(token);
    if (found == ids_.end()) return unfit("the token " + token + " is missing");
    *id = found->second;
  }
  return {};
}

Result<WordPieces> WordPieces::from_vocabulary(std::string_view text, bool lower_case) {
  WordPieces pieces;
  pieces.lower_case_ = lower_case;
  std::uint32_t id = 0;
  for (std::size_t at = 0; at < text.size(); ++id) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view token = text.substr(at, end - at);
    if (token.ends_with('\r')) token.remove_suffix(1);
    TRY(pieces.add(std::string(token), id));
    at = end + 1;
  }
  TRY(pieces.find_special("[UNK]"));
  return pieces;
}

Result<WordPieces> WordPieces::from_json(std::string_view text) {
  TRY_ASSIGN(const Json json, codec::parse_json(text, {.max_bytes = kLargestTokenizer, .max_depth = 32}));
  const Json& model = member(json, "model");
  if (!is_text(member(model, "type"), "WordPiece")) return unfit("its model is not WordPiece");
  if (!is_text(member(member(json, "pre_tokenizer"), "type"), "BertPreTokenizer"))
    return unfit("its pre-tokenizer is not a BertPreTokenizer");
  WordPieces pieces;
  TRY_ASSIGN(pieces.lower_case_, lower_case_of(member(json, "normalizer")));
  if (const Json& prefix = member(model, "continuing_subword_prefix"); prefix.is_string())
    pieces.inner_ = prefix.get<std::string>();
  if (const Json& most = member(model, "max_input_chars_per_word"); most.is_number_unsigned())
    pieces.longest_word_ = static_cast<std::size_t>(std::min<std::uint64_t>(most.get<std::uint64_t>(), 1000));
  const Json& vocabulary = member(model, "vocab");
  if (!vocabulary.is_object()) return unfit("it has no vocabulary");
  for (const auto& [token, id] : vocabulary.items()) {
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= kMostIds)
      return unfit("the id of the token '" + token + "' is not a whole number below " + std::to_string(kMostIds));
    TRY(pieces.add(token, id.get<std::uint32_t>()));
  }
  const Json& unknown = member(model, "unk_token");
  TRY(pieces.find_special(unknown.is_string() ? unknown.get<std::string>() : "[UNK]"));
  return pieces;
}

// One text on its way to ids.
class WordPieces::Reading {
 public:
  Reading(const WordPieces& pieces, std::size_t most) : pieces_(pieces), most_(most) { ids_.push_back(pieces.begin_); }

  [[nodiscard]] bool is_full() const { return ids_.size() + 1 >= most_; }

  void take(char32_t character) {
    if (character == 0 || character == 0xFFFD) return;
    if (is_space(character)) {
      end_word();
    } else if (is_control(character)) {
      return;
    } else if (is_ideograph(character)) {
      end_word();
      add(character);
      end_word();
    } else {
      add(character);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> finish() {
    end_word();
    ids_.resize(std::min(ids_.size(), most_ - 1));
    ids_.push_back(pieces_.end_);
    return std::move(ids_);
  }

 private:
  void add(char32_t character) {
    if (!pieces_.lower_case_) {
      add_folded(character);
      return;
    }
    const Folded all = folded(character);
    for (std::size_t i = 0; i < all.count; ++i) add_folded(all.characters[i]);
  }

  void add_folded(char32_t character) {
    const bool alone = is_punctuation(character);
    if (alone) end_word();
    append_utf8(word_, character);
    ++characters_;
    if (alone) end_word();
  }

  void end_word() {
    if (word_.empty()) return;
    const std::size_t before = ids_.size();
    if (characters_ > pieces_.longest_word_ || !take_apart()) {
      ids_.resize(before);
      ids_.push_back(pieces_.unknown_);
    }
    word_.clear();
    characters_ = 0;
  }

  [[nodiscard]] bool take_apart() {
    std::string piece;
    for (std::size_t start = 0; start < word_.size();) {
      const std::string_view inner = start == 0 ? std::string_view() : std::string_view(pieces_.inner_);
      std::size_t size = std::min(word_.size() - start, pieces_.longest_);
      for (; size > 0; --size) {
        if (!is_boundary(start + size)) continue;
        piece.assign(inner).append(word_, start, size);
        const auto found = pieces_.ids_.find(piece);
        if (found == pieces_.ids_.end()) continue;
        ids_.push_back(found->second);
        break;
      }
      if (size == 0) return false;
      start += size;
    }
    return true;
  }

  [[nodiscard]] bool is_boundary(std::size_t at) const {
    return at == word_.size() || (static_cast<unsigned char>(word_[at]) & 0xC0U) != 0x80;
  }

  const WordPieces& pieces_;
  const std::size_t most_;
  std::vector<std::uint32_t> ids_;
  std::string word_;
  std::size_t characters_ = 0;
};

std::vector<std::uint32_t> WordPieces::ids(std::string_view text, std::size_t most) const {
  Reading reading(*this, most);
  for (std::size_t at = 0; at < text.size() && !reading.is_full();) reading.take(next_character(text, at));
  return reading.finish();
}

}  // namespace rustassistant::embed
