// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/db/connection.hpp"

// The dictionaries that documents are compressed with. Each is in the database beside the documents that need it,
// so that a file can be read wherever it is copied to; `dictionaries/` has the one that serves until `optimize` has
// trained another.
namespace rustassistant::cache {

// The one inside the executable.
[[nodiscard]] const std::shared_ptr<const codec::Dictionary>& builtin_dictionary();

// The one that new documents are compressed with: that trained last, else the built-in one.
[[nodiscard]] db::Outcome<std::shared_ptr<const codec::Dictionary>> current_dictionary(
    const db::Connection& connection);

// What is known of it.
[[nodiscard]] db::Outcome<DictionaryInfo> current_dictionary_info(const db::Connection& connection);

// Documents back to their text, with dictionaries read once for each session on a file.
class Documents {
 public:
  // At most kMaxResultBytes. `dictionary` is what is in the row; 0: none. Error (storage) where frame or dictionary
  // are damaged. To be called while the row's statement still is on it, so that both are of the same moment.
  [[nodiscard]] Result<std::string> unpack(const db::Connection& connection, std::int64_t dictionary,
                                           std::string_view frame);

 private:
  [[nodiscard]] const codec::Dictionary* find(const db::Connection& connection, std::int64_t id);

  std::map<std::int64_t, std::shared_ptr<const codec::Dictionary>> known_;
};

}  // namespace rustassistant::cache
