// SPDX-License-Identifier: MIT
#include "entry_reader.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {

namespace {

// Selects entries, the columns in the order that read_row() expects. Entries are found by the index that is named, and
// the other tables are joined to them and never the other way round, whatever SQLite's statistics say of the tables.
constexpr std::string_view kByKey = "INDEXED BY entry_key";
constexpr std::string_view kByContent = "INDEXED BY entry_content";
constexpr std::string_view kByPlace = "INDEXED BY entry_place";
constexpr std::string_view kById = "NOT INDEXED";
std::string select_entry(std::string_view by, std::string_view condition,
                         std::string_view older_tool = "e.older_tool") {
  return "SELECT e.id, e.key_prefix, e.key_rest, e.content_prefix, e.content_rest, v.type, v.provider, v.endpoint, "
         "v.model, v.prompt_hash, v.schema_version, v.language, v.config_hash, e.context_hash, e.repo, r.path, e.path, "
         "e.input_tokens, e.cached_tokens, e.cache_write_tokens, e.output_tokens, e.reasoning_tokens, e.cost, "
         "e.estimated, " +
         std::string(older_tool) +
         ", e.generation_ms, e.created, e.last_accessed, e.access_count, e.raw_size, "
         "e.stored_size, "
         "b.digest, b.dictionary, b.data "
         "FROM entry e " +
         std::string(by) +
         " CROSS JOIN blob b ON b.id = e.blob CROSS JOIN variant v ON v.id = e.variant "
         "CROSS JOIN repo r ON r.id = e.repo " +
         std::string(condition);
}

// Reads columns one after the other.
class Columns {
 public:
  explicit Columns(const db::Statement& row) : row_(row) {}
  std::int64_t integer() { return row_.integer(next_++); }
  std::optional<std::int64_t> optional_integer() { return row_.optional_integer(next_++); }
  std::string text() { return std::string(row_.text(next_++)); }
  db::Blob blob() { return row_.blob(next_++); }
  std::optional<Hash> hash() {
    const std::int64_t prefix = integer();
    return joined_hash(prefix, blob());
  }

 private:
  const db::Statement& row_;
  int next_ = 0;
};

std::optional<domain::Usage> read_usage(Columns& columns) {
  const auto input = columns.optional_integer();
  const domain::Usage usage{input.value_or(0), columns.integer(), columns.integer(), columns.integer(),
                            columns.integer()};
  return input ? std::optional(usage) : std::nullopt;
}

// The entry of the current row; nothing where it is damaged.
std::optional<Entry> read_row(const db::Connection& connection, Documents& documents, const db::Statement& row) {
  Columns columns(row);
  Entry entry;
  EntryInfo& info = entry.info;
  info.id = columns.integer();
  const auto key = columns.hash();
  const auto content_hash = columns.hash();
  const auto type = stored_type(columns.integer());
  const auto provider = stored_provider(columns.integer());
  if (!key || !content_hash || !type || !provider) return std::nullopt;
  info.key = *key;
  info.factors.type = name_of(*type);
  info.factors.provider = name_of(*provider);
  for (const auto text : kTextFactors) info.factors.*text = columns.text();
  info.factors.content_hash = to_hex(*content_hash);
  info.repo_id = repo_text(static_cast<std::uint32_t>(columns.integer()));
  info.repo_path = columns.text();
  info.path = columns.text();
  info.usage = read_usage(columns);
  if (const auto cost = columns.optional_integer()) info.cost = NanoUsd{*cost};
  info.estimated = columns.integer() != 0;
  info.older_tool = columns.integer() != 0;
  info.generation_ms = columns.integer();
  info.created = {columns.integer()};
  info.last_accessed = {columns.integer()};
  info.access_count = columns.integer();
  info.raw_size = columns.integer();
  info.stored_size = columns.integer();
  const db::Blob digest = columns.blob();

  const std::int64_t dictionary = columns.integer();
  auto result = documents.unpack(connection, dictionary, db::characters(columns.blob()));
  if (!result || digest_of(info.key, *result) != db::characters(digest)) return std::nullopt;
  entry.result = *std::move(result);
  return entry;
}

void take_row(const db::Connection& connection, Documents& documents, const db::Statement& row, Found& found) {
  found.entry = read_row(connection, documents, row);
  if (!found.entry) found.damaged.push_back(row.integer(0));
}

}  // namespace

db::Outcome<KeyLookup> KeyLookup::prepare(const db::Connection& connection) {
  TRY_ASSIGN(auto statement, connection.prepare(select_entry(kByKey, "WHERE e.key_prefix = ?1")));
  return KeyLookup(std::move(statement));
}

db::Outcome<Found> KeyLookup::find(const db::Connection& connection, const domain::CacheKey& key) {
  constexpr int kKeyRest = 2;
  Found found;
  statement_.bind(prefix_of(key));
  while (!found.entry) {
    TRY_ASSIGN(const bool row, statement_.step());
    if (!row) break;
    if (std::ranges::equal(statement_.blob(kKeyRest), rest_of(key)))
      take_row(connection, documents_, statement_, found);
  }
  statement_.reset();
  return found;
}

db::Outcome<Found> find_model_answer(const db::Connection& connection, const AnswerQuery& query) {
  constexpr int kModel = 8;
  // Most caches of who uses no model hold no such answer: they need not be looked through.
  TRY_ASSIGN(const std::int64_t any, connection.integer("SELECT EXISTS (SELECT 1 FROM variant WHERE provider <> 0)"));
  if (any == 0) return Found{};
  TRY_ASSIGN(auto statement,
             connection.prepare(select_entry(
                 kByContent,
                 "WHERE e.content_prefix = ?1 AND e.content_rest = ?2 AND e.context_hash = ?3 AND v.type = ?4 "
                 "AND v.prompt_hash = ?5 AND v.schema_version = ?6 AND v.language = ?7 AND v.config_hash = ?8 "
                 "AND v.provider <> ?9 ORDER BY e.created DESC, e.id DESC")));
  const EntryInfo wanted = entry_info(query.factors);
  const ContentHash content = wanted.content_hash();
  statement.bind(prefix_of(content), rest_of(content), wanted.factors.context_hash, static_cast<int>(wanted.type()),
                 wanted.factors.prompt_hash, wanted.factors.schema_version, wanted.factors.language,
                 wanted.factors.config_hash, static_cast<int>(domain::Provider::builtin));
  Found found;
  Documents documents;
  while (!found.entry) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) break;
    const std::string_view model = statement.text(kModel);
    if (query.models.empty() || std::ranges::find(query.models, model) != query.models.end()) {
      take_row(connection, documents, statement, found);
    }
  }
  return found;
}

db::Outcome<std::vector<EntryInfo>> related_entries(const db::Connection& connection, const Nearness& nearness) {
  std::vector<EntryInfo> entries;
  Documents documents;
  const auto add_all = [&](db::Statement& statement) -> db::Outcome<void> {
    while (entries.size() < nearness.most) {
      TRY_ASSIGN(const bool row, statement.step());
      if (!row) return {};
      if (auto entry = read_row(connection, documents, statement)) entries.push_back(std::move(entry->info));
    }
    return {};
  };
  const std::int64_t repo = nearness.repo;
  TRY_ASSIGN(auto by_path, connection.prepare(select_entry(
                               kByPlace, "WHERE e.repo = ?1 AND e.path = ?2 ORDER BY e.created DESC, e.id DESC")));
  TRY(add_all(by_path.bind(repo, nearness.path)));
  TRY_ASSIGN(auto by_content, connection.prepare(select_entry(
                                  kByContent,
                                  "WHERE e.content_prefix = ?1 AND e.content_rest = ?2 AND NOT (e.repo = ?3 AND "
                                  "e.path = ?4) ORDER BY e.created DESC, e.id DESC")));
  TRY(add_all(by_content.bind(prefix_of(nearness.content_hash), rest_of(nearness.content_hash), repo, nearness.path)));
  return entries;
}

namespace {

std::uint64_t bit_of(std::int64_t type) {
  return type >= 0 && type < 64 ? std::uint64_t{1} << static_cast<unsigned>(type) : 0;
}

// Of the types whose bits are wanted, the newest of a model and the newest of builtin.
db::Outcome<void> read_newest(const db::Connection& connection, Documents& documents, db::Statement& rows,
                              std::uint64_t wanted, std::vector<Entry>& answers) {
  constexpr int kType = 5;
  constexpr int kProvider = 6;
  std::uint64_t by_builtin = 0;
  std::uint64_t by_model = 0;
  return db::for_each(rows, [&] {
    const std::uint64_t type = bit_of(rows.integer(kType));
    std::uint64_t& taken = rows.integer(kProvider) == 0 ? by_builtin : by_model;
    if ((type & wanted & ~taken) == 0) return;
    auto entry = read_row(connection, documents, rows);
    if (!entry) return;
    taken |= type;
    answers.push_back(*std::move(entry));
  });
}

}  // namespace

db::Outcome<std::vector<std::vector<Entry>>> answers_about(const db::Connection& connection, std::uint32_t repo,
                                                           std::span<const PlacedContent> files) {
  TRY_ASSIGN(auto about, connection.prepare(select_entry(kByContent,
                                                         "WHERE e.content_prefix = ?1 AND e.content_rest = ?2 ORDER BY "
                                                         "e.created DESC, e.id DESC")));
  TRY_ASSIGN(auto before, connection.prepare("SELECT v.type, e.content_prefix, e.content_rest FROM entry e INDEXED BY "
                                             "entry_place CROSS JOIN variant v ON v.id = e.variant WHERE e.repo = ?1 "
                                             "AND e.path = ?2 ORDER BY e.created DESC, e.id DESC"));
  Documents documents;
  std::vector<std::vector<Entry>> answers(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    about.bind(prefix_of(files[i].content), rest_of(files[i].content));
    TRY(read_newest(connection, documents, about, ~std::uint64_t{0}, answers[i]));
    std::uint64_t known = 0;
    for (const Entry& answer : answers[i]) known |= bit_of(static_cast<std::int64_t>(answer.info.type()));
    std::vector<std::pair<std::uint64_t, Hash>> earlier;
    before.bind(std::int64_t{repo}, std::string_view(files[i].path));
    TRY(db::for_each(before, [&] {
      const std::uint64_t type = bit_of(before.integer(0));
      const auto content = joined_hash(before.integer(1), before.blob(2));
      if (!content || (type & ~known) == 0) return;
      known |= type;
      earlier.emplace_back(type, *content);
    }));
    for (const auto& [type, content] : earlier) {
      about.bind(prefix_of(content), rest_of(content));
      TRY(read_newest(connection, documents, about, type, answers[i]));
    }
  }
  return answers;
}

db::Outcome<EntryWalk> EntryWalk::prepare(const db::Connection& connection) {
  constexpr std::string_view kNext = "WHERE e.id > ?1 ORDER BY e.id LIMIT 1";
  auto statement = connection.prepare(select_entry(kById, kNext));
  // A damaged cache cannot be upgraded before what is left of it is saved.
  if (!statement) statement = connection.prepare(select_entry(kById, kNext, "0"));
  if (!statement) return tl::unexpected(std::move(statement).error());
  return EntryWalk(*std::move(statement));
}

db::Outcome<Found> EntryWalk::above(const db::Connection& connection, std::int64_t id) {
  TRY_ASSIGN(const bool row, statement_.bind(id).step());
  Found found;
  if (row) {
    // In a damaged tree the walk could go in circles.
    if (statement_.integer(0) <= id) {
      statement_.reset();
      return db::fail(db::Problem::corrupt, "the entries are out of order");
    }
    take_row(connection, documents_, statement_, found);
  }
  statement_.reset();
  return found;
}

}  // namespace rustassistant::cache
