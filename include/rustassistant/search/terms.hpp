// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What text is found by.
namespace rustassistant::search {

// Rises when the same text yields other terms.
inline constexpr int kTermsVersion = 1;

// Reads the identifiers of a text and takes them apart: "HTTPServer", "http_server" and "httpServer" all consist of
// "http" and "server". An identifier is a run of ASCII letters, digits, underscores and letters beyond ASCII that does
// not begin with a digit, or a number. Upper-case ASCII letters become lower-case. What is more than kMaxIdentifier
// bytes long is data and left out, as are hexadecimal numbers and parts of a single byte.
class IdentifierReader {
 public:
  // The text must outlive this.
  explicit IdentifierReader(std::string_view text) : text_(text) {}

  // Goes to the next one; false: there is none.
  [[nodiscard]] bool next();

  // What follows is of the current one; views live until the next.
  [[nodiscard]] std::string_view written() const { return written_; }
  [[nodiscard]] std::size_t size() const { return parts_.size(); }
  [[nodiscard]] std::string_view part(std::size_t index) const {
    return std::string_view(lower_).substr(parts_[index].first, parts_[index].second);
  }
  // All parts in one, without underscores; empty where that would be the only part again.
  [[nodiscard]] std::string_view whole() const { return whole_; }

 private:
  void take_apart();

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view written_;
  std::string lower_;
  std::vector<std::pair<std::size_t, std::size_t>> parts_;  // of lower_: start and size
  std::string whole_;
};

inline constexpr std::size_t kMaxIdentifier = 100;  // bytes

// Replaces an English word of lower-case letters by its stem: "retries" and "retry" have the same. The algorithm of
// M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980). Other text stays as it is.
void stem(std::string& word);

// Calls visit(std::string_view) for each term of a text: the stems of the parts of its identifiers, and each whole one
// that has several. The view lives as long as the call.
template <typename Visit>
void for_each_term(std::string_view text, const Visit& visit) {
  std::string word;
  for (IdentifierReader reader(text); reader.next();) {
    for (std::size_t i = 0; i < reader.size(); ++i) {
      word = reader.part(i);
      stem(word);
      visit(std::string_view(word));
    }
    if (!reader.whole().empty()) visit(reader.whole());
  }
}

// The terms of a text, each once, sorted.
[[nodiscard]] std::vector<std::string> terms_in(std::string_view text);

}  // namespace rustassistant::search
