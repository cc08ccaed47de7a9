// SPDX-License-Identifier: MIT
#include "dictionaries.hpp"

#include <cassert>
#include <span>
#include <utility>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/cache/entry.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {

extern const std::span<const EmbeddedFile> kDictionaries;  // dictionaries/

namespace {

constexpr std::string_view kNewest = "FROM dictionary ORDER BY created DESC, id DESC LIMIT 1";

}  // namespace

const std::shared_ptr<const codec::Dictionary>& builtin_dictionary() {
  static const std::shared_ptr<const codec::Dictionary> dictionary = [] {
    auto loaded = codec::Dictionary::load(std::string(kDictionaries.front().content));
    assert(loaded);
    return *std::move(loaded);
  }();
  return dictionary;
}

db::Outcome<std::shared_ptr<const codec::Dictionary>> current_dictionary(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT data " + std::string(kNewest)));
  TRY_ASSIGN(const bool row, query.step());
  if (!row) return builtin_dictionary();
  auto loaded = codec::Dictionary::load(std::string(db::characters(query.blob(0))));
  return loaded ? *std::move(loaded) : builtin_dictionary();
}

db::Outcome<DictionaryInfo> current_dictionary_info(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT id, created, samples, length(data) " + std::string(kNewest)));
  TRY_ASSIGN(const bool row, query.step());
  const auto builtin = static_cast<std::int64_t>(builtin_dictionary()->id());
  if (!row || query.integer(0) == builtin) {
    return DictionaryInfo{builtin, static_cast<std::int64_t>(builtin_dictionary()->bytes().size()), true, {}, 0};
  }
  return DictionaryInfo{query.integer(0), query.integer(3), false, {query.integer(1)}, query.integer(2)};
}

const codec::Dictionary* Documents::find(const db::Connection& connection, std::int64_t id) {
  const auto [known, added] = known_.try_emplace(id);
  if (!added) return known->second.get();
  if (id == static_cast<std::int64_t>(builtin_dictionary()->id())) {
    known->second = builtin_dictionary();
    return known->second.get();
  }
  auto query = connection.prepare("SELECT data FROM dictionary WHERE id = ?1");
  const auto row = query ? query->bind(id).step() : db::Outcome<bool>(false);
  auto loaded = row && *row ? codec::Dictionary::load(std::string(db::characters(query->blob(0))))
                            : fail(Errc::storage, "there is no such dictionary");
  if (!loaded || (*loaded)->id() != id) {
    known_.erase(known);  // it may be there later
    return nullptr;
  }
  known->second = *std::move(loaded);
  return known->second.get();
}

Result<std::string> Documents::unpack(const db::Connection& connection, std::int64_t dictionary,
                                      std::string_view frame) {
  const codec::Dictionary* const needed = dictionary == 0 ? nullptr : find(connection, dictionary);
  if (dictionary != 0 && needed == nullptr) return fail(Errc::storage, "its dictionary is missing or damaged");
  return codec::decompress(frame, static_cast<std::size_t>(kMaxResultBytes), needed);
}

}  // namespace rustassistant::cache
