// SPDX-License-Identifier: MIT
#include "rustassistant/search/index.hpp"

#include <algorithm>
#include <limits>

#include "rustassistant/db/full_text.hpp"
#include "rustassistant/sys/files.hpp"
#include "store.hpp"

namespace rustassistant::search {
namespace {

db::Outcome<std::vector<IndexedFile>> read_files(const db::Connection& connection) {
  std::vector<IndexedFile> files;
  TRY_ASSIGN(const std::int64_t count, connection.integer("SELECT count(*) FROM file"));
  files.reserve(static_cast<std::size_t>(count));
  TRY_ASSIGN(auto query, connection.prepare("SELECT id, path, size, modified_ns, changed_ns, hash, language, aside, "
                                            "first_chunk, chunks FROM file"));
  TRY(db::for_each(query, [&] {
    IndexedFile& file = files.emplace_back();
    file.id = query.integer(0);
    file.path = db::characters(query.blob(1));
    file.stamp = {query.integer(2), query.integer(3), query.integer(4)};
    const db::Blob hash = query.blob(5);
    if (hash.size() == file.hash.size()) std::copy(hash.begin(), hash.end(), file.hash.begin());
    file.language = query.text(6);
    file.aside = query.integer(7) != 0;
    file.first_chunk = query.integer(8);
    file.chunks = db::characters(query.blob(9));
  }));
  std::sort(files.begin(), files.end(), [](const IndexedFile& a, const IndexedFile& b) {
    return a.first_chunk != b.first_chunk ? a.first_chunk < b.first_chunk : a.id < b.id;
  });
  return files;
}

std::uint8_t facts_of(const IndexedFile& file, std::size_t chunk) {
  return static_cast<std::uint8_t>(file.chunks[chunk]);
}

Collection collection_of(const std::vector<IndexedFile>& files) {
  Collection all;
  double terms = 0;
  for (const IndexedFile& file : files) {
    all.chunks += file.chunks.size();
    for (std::size_t i = 0; i < file.chunks.size(); ++i) terms += static_cast<double>(terms_of(facts_of(file, i)));
  }
  if (all.chunks > 0) all.average_length = std::max(terms / static_cast<double>(all.chunks), 1.0);
  return all;
}

db::Outcome<Contents> read_contents(const db::Connection& connection) {
  Contents contents;
  TRY_ASSIGN(auto state, connection.prepare("SELECT generation, refreshed_at FROM state"));
  TRY_ASSIGN(const bool row, state.step());
  if (row) {
    contents.generation = state.integer(0);
    if (const auto at = state.optional_integer(1)) contents.refreshed_at = UnixMillis{*at};
  }
  state.reset();
  TRY_ASSIGN(contents.files, read_files(connection));
  contents.collection = collection_of(contents.files);
  return contents;
}

// Writes what has changed. All within one transaction.
class Writer {
 public:
  [[nodiscard]] static db::Outcome<Writer> begin(const db::Connection& connection) {
    Writer writer(connection);
    TRY_ASSIGN(writer.next_chunk_, connection.integer("SELECT next_chunk FROM state"));
    struct Row {
      std::optional<db::Statement> Writer::* statement;
      std::string_view sql;
    };
    const Row rows[] = {
        {&Writer::find_, "SELECT id, hash, first_chunk, length(chunks) FROM file WHERE path = ?1"},
        {&Writer::restamp_,
         "UPDATE file SET size = ?2, modified_ns = ?3, changed_ns = ?4 WHERE path = ?1 AND hash = ?5"},
        {&Writer::remove_file_, "DELETE FROM file WHERE id = ?1"},
        {&Writer::remove_outline_, "DELETE FROM outline WHERE file = ?1"},
        {&Writer::remove_keys_, "DELETE FROM chunk_key WHERE file = ?1"},
        {&Writer::remove_posting_, "DELETE FROM posting WHERE rowid = ?1"},
        {&Writer::add_file_,
         "INSERT INTO file (path, size, modified_ns, changed_ns, hash, language, aside, first_chunk, chunks) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"},
        {&Writer::add_outline_, "INSERT INTO outline (file, chunks) VALUES (?1, ?2)"},
        {&Writer::add_keys_, "INSERT INTO chunk_key (file, keys) VALUES (?1, ?2)"},
        {&Writer::add_posting_,
         "INSERT INTO posting (rowid, once, twice, often, much, path, definitions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
         "?7)"},
    };
    for (const Row& row : rows) {
      TRY_ASSIGN(auto prepared, connection.prepare(row.sql));
      (writer.*row.statement).emplace(std::move(prepared));
    }
    return writer;
  }

  [[nodiscard]] db::Outcome<void> restamp(std::string_view path, const codec::Sha256Digest& hash,
                                          const sys::FileStamp& stamp) {
    return restamp_->bind(db::bytes(path), stamp.size, stamp.modified_ns, stamp.changed_ns, db::Blob(hash)).run();
  }

  // Whatever was there under that path. True: it has that content already.
  [[nodiscard]] db::Outcome<bool> remove(std::string_view path, const codec::Sha256Digest* unless) {
    TRY_ASSIGN(const bool row, find_->bind(db::bytes(path)).step());
    if (!row) return false;
    const std::int64_t id = find_->integer(0);
    const db::Blob hash = find_->blob(1);
    const bool same = unless != nullptr && std::equal(hash.begin(), hash.end(), unless->begin(), unless->end());
    const std::int64_t first = find_->integer(2);
    const std::int64_t chunks = find_->integer(3);
    find_->reset();
    if (same) return true;
    for (std::int64_t chunk = first; chunk < first + chunks; ++chunk) TRY(remove_posting_->bind(chunk).run());
    TRY(remove_outline_->bind(id).run());
    TRY(remove_keys_->bind(id).run());
    TRY(remove_file_->bind(id).run());
    return false;
  }

  [[nodiscard]] db::Outcome<void> add(const PreparedFile& file) {
    TRY_ASSIGN(const bool known, remove(file.path, &file.hash));
    if (known) return restamp(file.path, file.hash, file.stamp);
    std::string chunks;
    chunks.reserve(file.postings.size());
    for (const PostingText& posting : file.postings) chunks += static_cast<char>(posting.facts);
    TRY(add_file_
            ->bind(db::bytes(file.path), file.stamp.size, file.stamp.modified_ns, file.stamp.changed_ns,
                   db::Blob(file.hash), std::string_view(file.language), file.aside ? 1 : 0, next_chunk_,
                   db::bytes(chunks))
            .run());
    const std::int64_t id = connection_->last_row_id();
    TRY(add_outline_->bind(id, db::bytes(file.outline)).run());
    const std::string keys = packed(file.keys);
    TRY(add_keys_->bind(id, db::bytes(keys)).run());
    for (const PostingText& posting : file.postings) {
      const auto column = [&](Column one) { return std::string_view(posting.columns[static_cast<std::size_t>(one)]); };
      TRY(add_posting_
              ->bind(next_chunk_++, column(Column::once), column(Column::twice), column(Column::often),
                     column(Column::much), column(Column::path), column(Column::definitions))
              .run());
    }
    return {};
  }

  [[nodiscard]] db::Outcome<void> finish() {
    TRY_ASSIGN(auto update, connection_->prepare("UPDATE state SET generation = generation + 1, next_chunk = ?1"));
    return update.bind(next_chunk_).run();
  }

 private:
  explicit Writer(const db::Connection& connection) : connection_(&connection) {}

  const db::Connection* connection_;
  std::int64_t next_chunk_ = 1;
  std::optional<db::Statement> find_, restamp_, remove_file_, remove_outline_, remove_keys_, remove_posting_, add_file_,
      add_outline_, add_keys_, add_posting_;
};

// The files come in order of their chunks, and so do the matches.
class MatchCollector {
 public:
  MatchCollector(const Contents& contents, std::size_t terms) : files_(contents.files) { matches_.terms = terms; }

  void add(const db::TextMatch& match) {
    while (file_ < files_.size() && end_of(files_[file_]) <= match.row) ++file_;
    if (file_ == files_.size() || files_[file_].first_chunk > match.row) return;  // of no file: damage
    const auto chunk = static_cast<std::size_t>(match.row - files_[file_].first_chunk);
    const std::uint8_t facts = facts_of(files_[file_], chunk);
    matches_.places.push_back({static_cast<std::uint32_t>(file_), static_cast<std::uint32_t>(chunk),
                               static_cast<float>(terms_of(facts)), is_aside(facts)});
    for (const std::uint32_t columns : match.columns) matches_.columns.push_back(static_cast<ColumnBits>(columns));
    matches_.columns.resize(matches_.places.size() * matches_.terms);
  }
  [[nodiscard]] Matches take() { return std::move(matches_); }

 private:
  static std::int64_t end_of(const IndexedFile& file) {
    return file.first_chunk + static_cast<std::int64_t>(file.chunks.size());
  }

  const std::vector<IndexedFile>& files_;
  std::size_t file_ = 0;
  Matches matches_;
};

std::string full_text_query(std::span<const std::string> terms) {
  std::string query;
  for (const std::string& term : terms) {
    query += query.empty() ? "\"" : " OR \"";
    query += term;
    query += '"';
  }
  return query;
}

}  // namespace

Index::Index(std::unique_ptr<Store> store) : store_(std::move(store)) {}
Index::~Index() = default;

Result<std::unique_ptr<Index>> Index::open(const std::string& path, Access access, std::string_view made_by,
                                           const Clock& clock, std::function<void(const std::string&)> notify) {
  auto store = std::make_unique<Store>(path, access, std::string(made_by), clock, std::move(notify));
  TRY_ASSIGN(const bool there, store->open());
  if (!there) return std::unique_ptr<Index>();
  return std::unique_ptr<Index>(new Index(std::move(store)));
}

Result<Contents> Index::contents() {
  return store_->run(db::TransactionKind::deferred, read_contents);
}

Result<void> Index::apply(const Changes& changes) {
  return store_->run(db::TransactionKind::immediate, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(Writer writer, Writer::begin(connection));
    for (const std::string& path : changes.gone) TRY(writer.remove(path, nullptr));
    for (const Restamped& file : changes.unchanged) TRY(writer.restamp(file.path, file.hash, file.stamp));
    for (const PreparedFile& file : changes.files) TRY(writer.add(file));
    return writer.finish();
  });
}

Result<void> Index::mark_refreshed() {
  return store_->run(db::TransactionKind::immediate, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto update, connection.prepare("UPDATE state SET refreshed_at = ?1"));
    return update.bind(store_->clock().now().value).run();
  });
}

Result<void> Index::compact() {
  return store_->run(db::TransactionKind::immediate, [](const db::Connection& connection) {
    return connection.execute("INSERT INTO posting (posting) VALUES ('optimize'); PRAGMA incremental_vacuum");
  });
}

Result<Matches> Index::find(std::span<const std::string> terms, Contents& contents) {
  return store_->run(db::TransactionKind::deferred, [&](const db::Connection& connection) -> db::Outcome<Matches> {
    TRY_ASSIGN(const std::int64_t generation, connection.integer("SELECT generation FROM state"));
    if (generation != contents.generation) {
      TRY_ASSIGN(contents, read_contents(connection));
    }
    MatchCollector collector(contents, terms.size());
    TRY(db::for_each_match(connection, "posting", full_text_query(terms),
                           [&](const db::TextMatch& match) { collector.add(match); }));
    return collector.take();
  });
}

Result<std::vector<Passage>> Index::passages(std::int64_t file) {
  return store_->run(db::TransactionKind::deferred,
                     [&](const db::Connection& connection) -> db::Outcome<std::vector<Passage>> {
                       TRY_ASSIGN(auto query, connection.prepare("SELECT chunks FROM outline WHERE file = ?1"));
                       TRY_ASSIGN(const bool row, query.bind(file).step());
                       if (!row) return std::vector<Passage>();
                       auto passages = outline_of(db::characters(query.blob(0)));
                       query.reset();
                       if (!passages) return db::fail(db::Problem::corrupt, "an outline in it cannot be read");
                       return *std::move(passages);
                     });
}

bool Index::was_replaced() {
  return store_->take_replaced();
}

std::int64_t index_size(const std::string& path) {
  std::int64_t size = 0;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) size += sys::file_size(path + suffix).value_or(0);
  return size;
}

Result<bool> remove_index(const std::string& path) {
  const auto seen = sys::identity_of(path);
  if (!seen) return false;
  TRY_ASSIGN(const auto moved, sys::set_aside(path, *seen, path + ".removed"));
  if (!moved) return false;
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) TRY(sys::remove_file(*moved + suffix));
  return true;
}

}  // namespace rustassistant::search
