// SPDX-License-Identifier: MIT
#include "dense.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using embed::ByteVector;
using search::ChunkKey;
using search::Ranked;
using search::Similar;
using search::VectorBlock;

// Of the files that words find, the right one is nearly always among so many.
constexpr std::size_t kReranked = 20;
constexpr std::size_t kMostSimilar = 100;    // files that meaning alone may bring in
constexpr std::size_t kEmbeddedAtOnce = 32;  // and stored, so that no more is lost

// What a model is shown of a chunk of a file's text; nothing where there is no such chunk.
std::optional<std::string> shown_of(const std::string& text, const std::vector<search::Passage>& passages,
                                    std::uint32_t chunk, const std::string& path) {
  if (chunk >= passages.size() || passages[chunk].end > text.size()) return std::nullopt;
  const search::Passage& passage = passages[chunk];
  const std::string_view body = std::string_view(text).substr(passage.start, passage.end - passage.start);
  return search::embedding_text(body, path, passage);
}

// The same of an indexed file; nothing also where it is another one by now, or must not be shown.
Result<std::optional<std::string>> chunk_text(std::uint32_t file, std::uint32_t chunk, const DenseWork& work) {
  const search::IndexedFile& indexed = work.ready.contents.files[file];
  const auto text = indexed_text(indexed, work.top, work.max_file_size);
  if (!text) return std::nullopt;
  TRY_ASSIGN(const auto passages, work.ready.index->passages(indexed.id));
  auto shown = shown_of(*text, passages, chunk, indexed.path);
  if (shown && !work.embedder.may_see(indexed.path, *shown)) shown.reset();
  return shown;
}

VectorBlock block_of(std::vector<ChunkKey> keys, std::span<const ByteVector> vectors) {
  return {std::move(keys), embed::packed(vectors)};
}

std::vector<ByteVector> as_kept(std::span<const std::vector<float>> vectors) {
  std::vector<ByteVector> kept;
  kept.reserve(vectors.size());
  for (const std::vector<float>& vector : vectors) kept.push_back(embed::rounded_to_bytes(vector));
  return kept;
}

enum class Others : bool { stay, are_replaced };
// Whether the vectors of the index are of this model. That those of another one will be replaced, a warning says.
Result<bool> has_vectors(const DenseWork& work, Others others) {
  TRY_ASSIGN(const auto maker, work.ready.index->vector_maker());
  if (!maker) return false;
  const bool same = maker->makes_the_same_as(work.embedder.maker());
  if (!same && others == Others::are_replaced)
    work.services.warn("the vectors in the search index were made by " + maker->model + " as it was; those of " +
                       work.embedder.maker().model + " replace them");
  return same;
}

// The kept vectors of the keys given; the index has some of this model.
Result<std::unordered_map<ChunkKey, ByteVector>> kept_vectors(const std::unordered_set<ChunkKey>& wanted,
                                                              const DenseWork& work) {
  std::unordered_map<ChunkKey, ByteVector> kept;
  const auto dimension = static_cast<std::size_t>(work.embedder.maker().dimension);
  TRY(work.ready.index->for_each_block([&](std::span<const ChunkKey> keys, std::string_view block) {
    if (embed::vectors_in(block, dimension) != keys.size()) return;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (wanted.contains(keys[i])) kept.emplace(keys[i], embed::vector_at(block, dimension, i));
    }
  }));
  return kept;
}

// The similarity of each chunk that has a vector.
Result<std::unordered_map<ChunkKey, float>> similarity_of_all(const embed::QueryVector& query, const DenseWork& work) {
  std::unordered_map<ChunkKey, float> all;
  all.reserve(work.ready.contents.collection.chunks);
  std::vector<float> found;
  TRY(work.ready.index->for_each_block([&](std::span<const ChunkKey> keys, std::string_view block) {
    embed::similarities(query, block, found);
    if (found.size() != keys.size()) return;
    for (std::size_t i = 0; i < keys.size(); ++i) all.emplace(keys[i], found[i]);
  }));
  return all;
}

void best_first(std::vector<Similar>& similar) {
  std::sort(similar.begin(), similar.end(), [](const Similar& a, const Similar& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.file < b.file;
  });
}

}  // namespace

std::optional<std::string> indexed_text(const search::IndexedFile& file, const std::string& top,
                                        std::int64_t max_file_size) {
  auto text = sys::read_file(sys::joined(top, file.path), max_file_size);
  if (!text || codec::sha256(*text) != file.hash) return std::nullopt;
  return *std::move(text);
}

Result<std::vector<Ranked>> reranked(std::vector<Ranked> ranked, const std::string& words, const DenseWork& work) {
  TRY_ASSIGN(const bool has_some, has_vectors(work, Others::are_replaced));
  std::vector<Similar> similar;
  std::vector<ChunkKey> keys;
  std::vector<std::string> texts;
  std::unordered_set<ChunkKey> wanted;
  for (std::size_t i = 0; i < std::min(kReranked, ranked.size()); ++i) {
    auto text = chunk_text(ranked[i].file, ranked[i].chunk, work);
    if (!text) return tl::unexpected(std::move(text).error());
    if (!*text) continue;
    similar.push_back({ranked[i].file, ranked[i].chunk, 0});
    keys.push_back(search::chunk_key(**text));
    texts.push_back(**std::move(text));
    wanted.insert(keys.back());
  }
  if (similar.empty()) return ranked;
  std::unordered_map<ChunkKey, ByteVector> vectors;
  if (has_some) {
    TRY_ASSIGN(vectors, kept_vectors(wanted, work));
  }

  std::vector<std::string> to_embed{words};
  std::vector<ChunkKey> fresh;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (vectors.contains(keys[i]) || std::find(fresh.begin(), fresh.end(), keys[i]) != fresh.end()) continue;
    fresh.push_back(keys[i]);
    to_embed.push_back(std::move(texts[i]));
  }
  TRY_ASSIGN(const auto made, work.embedder.vectors_of(to_embed));
  const std::vector<ByteVector> of_chunks = as_kept(std::span(made).subspan(1));
  for (std::size_t i = 0; i < fresh.size(); ++i) vectors.emplace(fresh[i], of_chunks[i]);
  if (!fresh.empty()) {
    const VectorBlock block = block_of(std::move(fresh), of_chunks);
    const auto added = work.ready.index->add_vectors(work.embedder.maker(), std::span(&block, 1));
    if (!added) work.services.warn("vectors are not kept: " + added.error().what);
  }

  std::vector<ByteVector> in_order;
  in_order.reserve(keys.size());
  for (const ChunkKey key : keys) in_order.push_back(vectors.at(key));
  std::vector<float> found;
  embed::similarities(embed::rounded_to_query(made.front()), embed::packed(in_order), found);
  for (std::size_t i = 0; i < similar.size(); ++i) similar[i].similarity = static_cast<double>(found[i]);
  best_first(similar);
  return search::fused(ranked, similar);
}

Result<std::vector<Ranked>> with_similar(std::vector<Ranked> ranked, const std::string& words,
                                         std::span<const char> wanted, Additions additions, const DenseWork& work) {
  TRY_ASSIGN(const bool has_some, has_vectors(work, Others::stay));
  if (!has_some) {
    return fail(Errc::input, "the search index has no vectors of " + work.embedder.maker().model + " as it is",
                "run `rustassistant index build --dense all`");
  }
  TRY_ASSIGN(const auto query, work.embedder.vectors_of(std::span(&words, 1)));
  TRY_ASSIGN(const auto similarity, similarity_of_all(embed::rounded_to_query(query.front()), work));
  TRY_ASSIGN(const auto keys, work.ready.index->chunk_keys());
  std::unordered_set<std::uint32_t> found;
  for (const Ranked& one : ranked) found.insert(one.file);

  std::vector<Similar> similar;
  std::int64_t missing = 0;
  const auto& files = work.ready.contents.files;
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    const auto of_file = keys.find(files[file].id);
    if (of_file == keys.end()) continue;
    Similar best{file, 0, -2};
    for (std::uint32_t chunk = 0; chunk < of_file->second.size(); ++chunk) {
      const auto one = similarity.find(of_file->second[chunk]);
      if (one == similarity.end()) {
        ++missing;
      } else if (static_cast<double>(one->second) > best.similarity) {
        best = {file, chunk, static_cast<double>(one->second)};
      }
    }
    const bool may_be_there = wanted[file] != 0 && (additions == Additions::yes || found.contains(file));
    if (best.similarity > -2 && may_be_there) similar.push_back(best);
  }
  if (missing > 0) {
    work.services.warn(counted(missing, "chunk has", "chunks have") +
                       " no vector yet; `rustassistant index build --dense all` makes what is missing");
  }
  best_first(similar);
  similar.resize(std::min(similar.size(), std::max(kMostSimilar, ranked.size())));
  return search::fused(ranked, similar);
}

namespace {

// What embed_all has to do, and what it has done.
class Embedding {
 public:
  Embedding(const DenseWork& work, const IndexProgress& progress) : work_(work), progress_(progress) {}

  [[nodiscard]] Result<std::int64_t> run() {
    TRY(look());
    TRY_ASSIGN(const auto keys, work_.ready.index->chunk_keys());
    std::vector<std::vector<std::uint32_t>> missing(work_.ready.contents.files.size());
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto of_file = keys.find(work_.ready.contents.files[i].id);
      if (of_file == keys.end()) continue;
      for (std::uint32_t chunk = 0; chunk < of_file->second.size(); ++chunk) {
        const ChunkKey key = of_file->second[chunk];
        used_.insert(key);
        if (!there_.insert(key).second) continue;
        missing[i].push_back(chunk);
        ++total_;
      }
    }
    for (std::size_t i = 0; i < missing.size(); ++i) TRY(take(static_cast<std::uint32_t>(i), missing[i]));
    TRY(store());
    TRY(tidy());
    return done_;
  }

 private:
  [[nodiscard]] Result<void> look() {
    TRY_ASSIGN(const bool has_some, has_vectors(work_, Others::are_replaced));
    if (!has_some) return {};
    return work_.ready.index->for_each_block([&](std::span<const ChunkKey> keys, std::string_view) {
      there_.insert(keys.begin(), keys.end());
      vectors_ += keys.size();
      ++blocks_;
    });
  }

  [[nodiscard]] Result<void> take(std::uint32_t file, const std::vector<std::uint32_t>& chunks) {
    if (chunks.empty()) return {};
    const search::IndexedFile& indexed = work_.ready.contents.files[file];
    const auto text = indexed_text(indexed, work_.top, work_.max_file_size);
    if (!text) return {};  // it has changed: the next time
    TRY_ASSIGN(const auto passages, work_.ready.index->passages(indexed.id));
    for (const std::uint32_t chunk : chunks) {
      auto shown = shown_of(*text, passages, chunk, indexed.path);
      if (!shown || !work_.embedder.may_see(indexed.path, *shown)) continue;
      texts_.push_back(*std::move(shown));
      if (texts_.size() == kEmbeddedAtOnce) TRY(store());
    }
    return {};
  }

  [[nodiscard]] Result<void> store() {
    if (texts_.empty()) return {};
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    TRY_ASSIGN(const auto made, work_.embedder.vectors_of(texts_));
    std::vector<ChunkKey> keys;
    keys.reserve(texts_.size());
    for (const std::string& text : texts_) keys.push_back(search::chunk_key(text));
    const VectorBlock block = block_of(std::move(keys), as_kept(made));
    TRY(work_.ready.index->add_vectors(work_.embedder.maker(), std::span(&block, 1)));
    done_ += static_cast<std::int64_t>(made.size());
    vectors_ += made.size();
    ++blocks_;
    texts_.clear();
    if (progress_) progress_(done_, total_);
    return {};
  }

  // Many small blocks, and vectors that no chunk needs any more, make every search slower.
  [[nodiscard]] Result<void> tidy() {
    const bool many_blocks = blocks_ > 2 * (vectors_ / embed::kVectorsInBlock + 4);
    if (!many_blocks && vectors_ <= used_.size() + used_.size() / 4 + embed::kVectorsInBlock) return {};
    const auto dimension = static_cast<std::size_t>(work_.embedder.maker().dimension);
    std::vector<VectorBlock> blocks;
    std::vector<ChunkKey> keys;
    std::vector<ByteVector> vectors;
    const auto finish = [&] {
      blocks.push_back(block_of(std::exchange(keys, {}), vectors));
      vectors.clear();
    };
    TRY(work_.ready.index->for_each_block([&](std::span<const ChunkKey> of_block, std::string_view block) {
      if (embed::vectors_in(block, dimension) != of_block.size()) return;
      for (std::size_t i = 0; i < of_block.size(); ++i) {
        if (used_.erase(of_block[i]) == 0) continue;
        keys.push_back(of_block[i]);
        vectors.push_back(embed::vector_at(block, dimension, i));
        if (keys.size() == embed::kVectorsInBlock) finish();
      }
    }));
    if (!keys.empty()) finish();
    return work_.ready.index->replace_vectors(work_.embedder.maker(), blocks);
  }

  const DenseWork& work_;
  const IndexProgress& progress_;
  std::unordered_set<ChunkKey> there_;  // or about to be
  std::unordered_set<ChunkKey> used_;
  std::vector<std::string> texts_;
  std::size_t vectors_ = 0;
  std::size_t blocks_ = 0;
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;
};

}  // namespace

Result<std::int64_t> embed_all(const DenseWork& work, const IndexProgress& progress) {
  return Embedding(work, progress).run();
}

Result<std::optional<VectorStanding>> vector_standing(search::Index& index, const search::Contents& contents) {
  TRY_ASSIGN(const auto maker, index.vector_maker());
  if (!maker) return std::nullopt;
  std::unordered_set<ChunkKey> there;
  TRY(index.for_each_block(
      [&](std::span<const ChunkKey> keys, std::string_view) { there.insert(keys.begin(), keys.end()); }));
  TRY_ASSIGN(const auto keys, index.chunk_keys());
  VectorStanding standing{maker->model, maker->pooling, maker->dimension, 0};
  for (const search::IndexedFile& file : contents.files) {
    const auto of_file = keys.find(file.id);
    if (of_file == keys.end()) continue;
    standing.chunks += std::count_if(of_file->second.begin(), of_file->second.end(),
                                     [&](ChunkKey key) { return there.contains(key); });
  }
  return standing;
}

}  // namespace rustassistant::app
