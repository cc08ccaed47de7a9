// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"

namespace rustassistant::codec {

// What documents of one kind have in common: small ones compress far better with it. Safe to use from several threads.
class Dictionary {
 public:
  // Takes bytes that train_dictionary() or the zstd tool made; Error (storage) for anything else.
  [[nodiscard]] static Result<std::shared_ptr<const Dictionary>> load(std::string bytes);
  ~Dictionary();
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;

  // Never 0; is in every frame that was made with it.
  [[nodiscard]] std::uint32_t id() const { return id_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  friend Result<std::string> decompress(std::string_view, std::size_t, const Dictionary*);
  struct Prepared;
  Dictionary(std::string bytes, std::uint32_t id, std::unique_ptr<Prepared> prepared);

  std::string bytes_;
  std::uint32_t id_;
  std::unique_ptr<Prepared> prepared_;
};

// The most common parts of the samples, at most `max_bytes` of them. Error (input): the samples are too few or too
// small.
[[nodiscard]] Result<std::string> train_dictionary(const std::vector<std::string>& samples, std::size_t max_bytes);

// Makes frames with content size and checksum, at a level of zstd's, with a dictionary or without. To make one with a
// dictionary takes half a millisecond. Safe to use from several threads.
class Compressor {
 public:
  explicit Compressor(int level, std::shared_ptr<const Dictionary> dictionary = nullptr);
  ~Compressor();
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  [[nodiscard]] std::string compress(std::string_view bytes) const;
  [[nodiscard]] const std::shared_ptr<const Dictionary>& dictionary() const { return dictionary_; }

 private:
  struct Prepared;
  int level_;
  std::shared_ptr<const Dictionary> dictionary_;
  std::unique_ptr<Prepared> prepared_;
};

// Makes one frame of content that comes in pieces. Used by one thread at a time.
class StreamCompressor {
 public:
  explicit StreamCompressor(int level);
  ~StreamCompressor();
  StreamCompressor(const StreamCompressor&) = delete;
  StreamCompressor& operator=(const StreamCompressor&) = delete;

  // What can be written of the frame by now.
  [[nodiscard]] std::string write(std::string_view bytes);
  // The rest of it.
  [[nodiscard]] std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The content of frames from outside, one after the other, in pieces. Takes at most a few megabytes, whatever they ask
// for.
class StreamDecompressor {
 public:
  StreamDecompressor();
  ~StreamDecompressor();
  StreamDecompressor(const StreamDecompressor&) = delete;
  StreamDecompressor& operator=(const StreamDecompressor&) = delete;

  // Hands what `bytes` hold to `sink`, in pieces of at most 128 KiB, until it returns false. Error (input): damage.
  [[nodiscard]] Result<void> read(std::string_view bytes, const std::function<bool(std::string_view)>& sink);
  // Whether nothing is missing: no frame has begun that has not ended.
  [[nodiscard]] bool at_end() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The content of one frame from outside, made with `dictionary` or, where that is null, without any. A frame that is
// damaged, of unknown size, or larger than `max_bytes` when decompressed is an Error (storage); memory is taken only
// after that check.
[[nodiscard]] Result<std::string> decompress(std::string_view frame, std::size_t max_bytes,
                                             const Dictionary* dictionary = nullptr);

// The same for a frame that need not say how large its content is, as streaming compressors write it.
[[nodiscard]] Result<std::string> decompress_stream(std::string_view frame, std::size_t max_bytes);

// The same for a frame from somebody who may want to do harm: one that asks for a window of more than 8 MiB is an
// Error, too, and memory is taken as its content comes.
[[nodiscard]] Result<std::string> decompress_bounded(std::string_view frame, std::size_t max_bytes);

}  // namespace rustassistant::codec
