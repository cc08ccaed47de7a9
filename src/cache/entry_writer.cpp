// SPDX-License-Identifier: MIT
#include "entry_writer.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include "rustassistant/sys/paths.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {

namespace {

enum WriterStatement : int {
  find_variant,
  add_variant,
  note_repo,
  remove_entry,
  add_entry,
  add_blob,
  find_entry,
  supersede,
  keep_dictionary,
};

constexpr std::array<std::string_view, 9> kWriterSql{
    "SELECT id FROM variant WHERE type = ?1 AND provider = ?2 AND model = ?3 AND endpoint = ?4 AND prompt_hash = ?5 "
    "AND schema_version = ?6 AND language = ?7 AND config_hash = ?8",
    "INSERT INTO variant (type, provider, model, endpoint, prompt_hash, schema_version, language, config_hash) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
    "INSERT INTO repo (id, path) VALUES (?1, ?2) "
    "ON CONFLICT (id) DO UPDATE SET path = excluded.path WHERE path <> excluded.path AND excluded.path <> ''",
    "DELETE FROM entry WHERE key_prefix = ?1 AND key_rest = ?2",
    "INSERT INTO entry (key_prefix, key_rest, content_prefix, content_rest, variant, context_hash, repo, last_repo, "
    "path, extension, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, "
    "estimated, generation_ms, created, last_accessed, access_count, raw_size, stored_size, blob, "
    "older_tool) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
    "?23, ?24)",
    "INSERT INTO blob (dictionary, digest, data) VALUES (?1, ?2, ?3)",
    "SELECT e.id, e.created, b.digest FROM entry e CROSS JOIN blob b ON b.id = e.blob "
    "WHERE e.key_prefix = ?1 AND e.key_rest = ?2",
    "UPDATE entry INDEXED BY entry_place SET superseded = 1 WHERE repo = ?1 AND path = ?2 AND variant = ?3 AND "
    "superseded = 0 AND "
    "last_accessed < (SELECT max(created) FROM entry INDEXED BY entry_place "
    "WHERE repo = ?1 AND path = ?2 AND variant = ?3)",
    "INSERT INTO dictionary (id, created, samples, data) VALUES (?1, 0, 0, ?2) ON CONFLICT DO NOTHING",
};

}  // namespace

db::Outcome<EntryWriter> EntryWriter::prepare(const db::Connection& connection) {
  std::vector<db::Statement> prepared;
  for (const std::string_view sql : kWriterSql) {
    TRY_ASSIGN(auto statement, connection.prepare(sql));
    prepared.push_back(std::move(statement));
  }
  return EntryWriter({std::move(prepared[0]), std::move(prepared[1]), std::move(prepared[2]), std::move(prepared[3]),
                      std::move(prepared[4]), std::move(prepared[5]), std::move(prepared[6]), std::move(prepared[7]),
                      std::move(prepared[8])});
}

db::Outcome<std::int64_t> EntryWriter::variant_of(const EntryInfo& info) {
  for (const int index : {find_variant, add_variant}) {
    db::Statement& query = statement(index);
    const domain::KeyFactors& factors = info.factors;
    query.bind(static_cast<int>(info.type()), static_cast<int>(info.provider()), factors.model, factors.endpoint,
               factors.prompt_hash, factors.schema_version, factors.language, factors.config_hash);
    TRY_ASSIGN(const bool row, query.step());
    if (!row) continue;
    const std::int64_t id = query.integer(0);
    TRY(query.run());
    return id;
  }
  return db::fail(db::Problem::other, "a new variant has no id");
}

db::Outcome<std::int64_t> EntryWriter::known_variant_of(const EntryInfo& info, Known& known) {
  std::string factors = info.factors.type + '\n' + info.factors.provider;
  for (const auto text : kTextFactors) factors += '\n' + info.factors.*text;
  if (const auto found = known.variants.find(factors); found != known.variants.end()) return found->second;
  TRY_ASSIGN(const std::int64_t id, variant_of(info));
  known.variants.emplace(std::move(factors), id);
  return id;
}

db::Outcome<EntryWriter::Judged> EntryWriter::judge(const PackedEntry& packed) {
  db::Statement& query = statement(find_entry);
  TRY_ASSIGN(const bool row, query.bind(prefix_of(packed.info.key), rest_of(packed.info.key)).step());
  if (!row) return Judged{};
  const std::int64_t id = query.integer(0);
  const auto stored = std::pair(query.integer(1), db::characters(query.blob(2)));
  const auto brought = std::pair(packed.info.created.value, std::string_view(packed.digest));
  const ImportVerdict verdict = stored == brought  ? ImportVerdict::present
                                : stored < brought ? ImportVerdict::replaced
                                                   : ImportVerdict::superseded;
  query.reset();
  return Judged{verdict, id};
}

db::Outcome<std::int64_t> EntryWriter::write(const db::Connection& connection, const PackedEntry& packed, Known& known,
                                             Presence presence) {
  using Integer = std::optional<std::int64_t>;
  const EntryInfo& info = packed.info;
  const auto tokens = [&info](Tokens domain::Usage::* part) {
    return info.usage ? Integer((*info.usage).*part) : Integer();
  };
  TRY_ASSIGN(const std::int64_t variant, known_variant_of(info, known));
  const std::int64_t repo = repo_number(info.repo_id);
  const auto noted = known.repos.find(repo);
  if (noted == known.repos.end() || noted->second != info.repo_path) {
    TRY(statement(note_repo).bind(repo, info.repo_path).run());
    known.repos.insert_or_assign(repo, info.repo_path);
  }
  if (presence == Presence::possible) TRY(statement(remove_entry).bind(prefix_of(info.key), rest_of(info.key)).run());

  // `optimize` in another process may have removed the dictionary since it was read.
  const std::int64_t dictionary = packed.dictionary ? packed.dictionary->id() : 0;
  if (packed.dictionary && known.dictionaries.insert(dictionary).second)
    TRY(statement(keep_dictionary).bind(dictionary, db::bytes(packed.dictionary->bytes())).run());
  TRY(statement(add_blob).bind(dictionary, db::bytes(packed.digest), db::bytes(packed.data)).run());
  const std::int64_t blob = connection.last_row_id();

  const std::string extension = sys::extension_of(info.path);
  const ContentHash content = info.content_hash();
  statement(add_entry).bind(
      prefix_of(info.key), rest_of(info.key), prefix_of(content), rest_of(content), variant, info.factors.context_hash,
      repo, info.path, extension, tokens(&domain::Usage::input), tokens(&domain::Usage::cached),
      tokens(&domain::Usage::cache_write), tokens(&domain::Usage::output), tokens(&domain::Usage::reasoning),
      info.cost ? Integer(info.cost->value) : Integer(), info.estimated ? 1 : 0, info.generation_ms, info.created.value,
      info.last_accessed.value, info.access_count, info.raw_size, info.stored_size, blob, info.older_tool ? 1 : 0);
  TRY(statement(add_entry).run());
  const std::int64_t id = connection.last_row_id();
  if (!info.path.empty()) TRY(statement(supersede).bind(repo, info.path, variant).run());
  return id;
}

PackedEntry pack(EntryInfo info, std::string_view result, const codec::Compressor& compressor) {
  PackedEntry packed{std::move(info), {}, compressor.compress(result), compressor.dictionary()};
  packed.digest = digest_of(packed.info.key, result);
  packed.info.raw_size = static_cast<std::int64_t>(result.size());
  packed.info.stored_size = static_cast<std::int64_t>(packed.data.size());
  return packed;
}

}  // namespace rustassistant::cache
