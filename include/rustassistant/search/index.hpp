// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/search/passage.hpp"
#include "rustassistant/search/ranking.hpp"

// The search index of one repository. It holds names, terms and places, no text, and may be lost at any time: the next
// search makes it again.
namespace rustassistant::search {

// A file of the index.
struct IndexedFile {
  std::int64_t id = 0;
  std::string path;  // from the top of the repository
  sys::FileStamp stamp;
  codec::Sha256Digest hash{};
  std::string language;
  bool aside = false;
  std::int64_t first_chunk = 0;
  std::string chunks;  // a byte for each (PostingText::facts)
};

// All of the index but its postings, as of one moment.
struct Contents {
  std::int64_t generation = 0;
  std::optional<UnixMillis> refreshed_at;  // when it was last known to be complete
  std::vector<IndexedFile> files;          // in order of their first chunks
  Collection collection;
};

// The same content under a new stamp.
struct Restamped {
  std::string path;
  codec::Sha256Digest hash{};
  sys::FileStamp stamp;
};

// Who made the vectors of an index.
struct VectorMaker {
  std::string model;  // as the user calls it
  std::string hash;   // of everything that decides the vectors
  std::string pooling;
  std::int64_t dimension = 0;
  [[nodiscard]] bool makes_the_same_as(const VectorMaker& other) const {
    return hash == other.hash && pooling == other.pooling && dimension == other.dimension;
  }
};

// An embedding model as it was found to be.
struct KnownModel {
  std::string identity;  // changes when the model does
  VectorMaker maker;
};

// Some vectors, packed (embed/vectors.hpp), and what each is of.
struct VectorBlock {
  std::vector<ChunkKey> keys;
  std::string vectors;
};
// 8 bytes for each, the most significant one first.
[[nodiscard]] std::string packed(std::span<const ChunkKey> keys);

// What is to be changed at once, by paths from the top of the repository.
struct Changes {
  std::vector<PreparedFile> files;  // new, or with another content
  std::vector<Restamped> unchanged;
  std::vector<std::string> gone;
};

enum class Access : std::uint8_t {
  write,   // a file that is missing is made, one that is damaged or of another program made anew
  read,    // the file as it is; nothing is written
  memory,  // no file: an empty index that is gone with this
};

// Used by one thread at a time; several processes may use the same file. Errors are of kind storage.
class Index {
 public:
  // `made_by` names everything that decides what the index holds, beside this room's own version: with another one it
  // is emptied. With Access::read, such an index is as none. `notify` is told what was done about a damaged file; it
  // may be empty. `clock` and what `notify` refers to must outlive this. Nothing: there is no file to read.
  [[nodiscard]] static Result<std::unique_ptr<Index>> open(const std::string& path, Access access,
                                                           std::string_view made_by, const Clock& clock,
                                                           std::function<void(const std::string&)> notify);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  [[nodiscard]] Result<Contents> contents();
  // In one transaction: all of it or, after a crash, nothing. Files that another process has stored meanwhile with the
  // same content are left alone.
  [[nodiscard]] Result<void> apply(const Changes& changes);
  // All files are as they are now.
  [[nodiscard]] Result<void> mark_refreshed();
  // Makes an index smaller and faster of which much is new.
  [[nodiscard]] Result<void> compact();

  // The chunks in which the terms stand, in the order of `contents.files`; at most kMaxTerms terms, at least one. Where
  // another process has changed the index, `contents` is read again, so that both fit each other.
  [[nodiscard]] Result<Matches> find(std::span<const std::string> terms, Contents& contents);
  // Of a file by its id; empty where another process has removed it.
  [[nodiscard]] Result<std::vector<Passage>> passages(std::int64_t file);

  // What an embedding model is shown of the chunks of each file, by the file's id.
  [[nodiscard]] Result<std::unordered_map<std::int64_t, std::vector<ChunkKey>>> chunk_keys();
  // The model that was remembered last; nothing: none was.
  [[nodiscard]] Result<std::optional<KnownModel>> known_model();
  [[nodiscard]] Result<void> remember(const KnownModel& model);
  // Nothing: there are no vectors.
  [[nodiscard]] Result<std::optional<VectorMaker>> vector_maker();
  // All vectors; there may be several of one key, and such of keys that no chunk has any more.
  [[nodiscard]] Result<void> for_each_block(
      const std::function<void(std::span<const ChunkKey>, std::string_view)>& visit);
  // In one transaction. Vectors of another maker are removed: those of two are never in one index.
  [[nodiscard]] Result<void> add_vectors(const VectorMaker& maker, std::span<const VectorBlock> blocks);
  // The same in place of all that there are.
  [[nodiscard]] Result<void> replace_vectors(const VectorMaker& maker, std::span<const VectorBlock> blocks);

  // Whether an Error of the above came of damage, for which the file was moved away: an empty one has its place, and
  // what was read before does not hold. False again once it was asked.
  [[nodiscard]] bool was_replaced();

 private:
  class Store;
  explicit Index(std::unique_ptr<Store> store);
  std::unique_ptr<Store> store_;
};

// The size of the file with its logs, in bytes; 0: there is none.
[[nodiscard]] std::int64_t index_size(const std::string& path);
// Removes the file with its logs. False: there was none.
[[nodiscard]] Result<bool> remove_index(const std::string& path);

}  // namespace rustassistant::search
