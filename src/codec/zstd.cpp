// SPDX-License-Identifier: MIT
#include "rustassistant/codec/zstd.hpp"

#include <zdict.h>
#include <zstd.h>

#include <cassert>
#include <memory>
#include <new>
#include <utility>

namespace rustassistant::codec {
namespace {

struct Free {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CDict* dictionary) const noexcept { ZSTD_freeCDict(dictionary); }
  void operator()(ZSTD_DDict* dictionary) const noexcept { ZSTD_freeDDict(dictionary); }
};

template <typename T>
using Handle = std::unique_ptr<T, Free>;

template <typename T>
Handle<T> owned(T* made) {
  if (made == nullptr) throw std::bad_alloc();
  return Handle<T>(made);
}

}  // namespace

struct Dictionary::Prepared {
  Handle<ZSTD_DDict> decompression;
};

struct Compressor::Prepared {
  Handle<ZSTD_CDict> compression;
};

Dictionary::Dictionary(std::string bytes, std::uint32_t id, std::unique_ptr<Prepared> prepared)
    : bytes_(std::move(bytes)), id_(id), prepared_(std::move(prepared)) {}
Dictionary::~Dictionary() = default;

Result<std::shared_ptr<const Dictionary>> Dictionary::load(std::string bytes) {
  const std::uint32_t id = ZDICT_getDictID(bytes.data(), bytes.size());
  Handle<ZSTD_DDict> prepared(id == 0 ? nullptr : ZSTD_createDDict(bytes.data(), bytes.size()));
  if (!prepared) return fail(Errc::storage, "damaged zstd dictionary");
  return std::shared_ptr<const Dictionary>(
      new Dictionary(std::move(bytes), id, std::make_unique<Prepared>(Prepared{std::move(prepared)})));
}

Result<std::string> train_dictionary(const std::vector<std::string>& samples, std::size_t max_bytes) {
  std::string all;
  std::vector<std::size_t> sizes;
  for (const std::string& sample : samples) {
    all += sample;
    sizes.push_back(sample.size());
  }
  std::string bytes(max_bytes, '\0');
  const std::size_t size =
      ZDICT_trainFromBuffer(bytes.data(), bytes.size(), all.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size) != 0) return fail(Errc::input, "the samples make no dictionary");
  bytes.resize(size);
  return bytes;
}

Compressor::Compressor(int level, std::shared_ptr<const Dictionary> dictionary)
    : level_(level), dictionary_(std::move(dictionary)), prepared_(std::make_unique<Prepared>()) {
  if (!dictionary_) return;
  const std::string_view bytes = dictionary_->bytes();
  prepared_->compression = owned(ZSTD_createCDict(bytes.data(), bytes.size(), level_));
}
Compressor::~Compressor() = default;

std::string Compressor::compress(std::string_view bytes) const {
  // Made once for each thread: to make it takes as long as to compress a small document.
  thread_local const Handle<ZSTD_CCtx> context = owned(ZSTD_createCCtx());
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level_);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_refCDict(context.get(), prepared_->compression.get());
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
  ZSTD_CCtx_refCDict(context.get(), nullptr);
  assert(!ZSTD_isError(size));
  frame.resize(size);
  return frame;
}

struct StreamCompressor::State {
  Handle<ZSTD_CCtx> context = owned(ZSTD_createCCtx());

  std::string run(std::string_view bytes, ZSTD_EndDirective mode) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    std::string made;
    std::string piece(ZSTD_CStreamOutSize(), '\0');
    while (true) {
      ZSTD_outBuffer output{piece.data(), piece.size(), 0};
      const std::size_t left = ZSTD_compressStream2(context.get(), &output, &input, mode);
      assert(!ZSTD_isError(left));
      made.append(piece, 0, output.pos);
      if (mode == ZSTD_e_end ? left == 0 : input.pos == input.size) return made;
    }
  }
};

StreamCompressor::StreamCompressor(int level) : state_(std::make_unique<State>()) {
  ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_checksumFlag, 1);
}
StreamCompressor::~StreamCompressor() = default;

std::string StreamCompressor::write(std::string_view bytes) {
  return state_->run(bytes, ZSTD_e_continue);
}

std::string StreamCompressor::finish() {
  return state_->run({}, ZSTD_e_end);
}

struct StreamDecompressor::State {
  Handle<ZSTD_DCtx> context = owned(ZSTD_createDCtx());
  std::string piece = std::string(ZSTD_DStreamOutSize(), '\0');
  std::size_t left = 0;  // 0: between two frames
};

StreamDecompressor::StreamDecompressor() : state_(std::make_unique<State>()) {
  constexpr int kWindowLog = 23;  // 8 MiB; what is larger is refused
  ZSTD_DCtx_setParameter(state_->context.get(), ZSTD_d_windowLogMax, kWindowLog);
}
StreamDecompressor::~StreamDecompressor() = default;

Result<void> StreamDecompressor::read(std::string_view bytes, const std::function<bool(std::string_view)>& sink) {
  ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
  while (true) {
    ZSTD_outBuffer output{state_->piece.data(), state_->piece.size(), 0};
    const std::size_t left = ZSTD_decompressStream(state_->context.get(), &output, &input);
    if (ZSTD_isError(left) != 0) return fail(Errc::input, "damaged zstd frame");
    state_->left = left;
    if (output.pos > 0 && !sink({state_->piece.data(), output.pos})) return {};
    // An output that was filled may not be all there is.
    if (input.pos == input.size && output.pos < output.size) return {};
  }
}

bool StreamDecompressor::at_end() const {
  return state_->left == 0;
}

namespace {

Result<std::string> decompress_in_pieces(ZSTD_DCtx* context, std::string_view frame, std::size_t max_bytes) {
  ZSTD_inBuffer input{frame.data(), frame.size(), 0};
  std::string bytes;
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  while (true) {
    ZSTD_outBuffer output{piece.data(), piece.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context, &output, &input);
    if (ZSTD_isError(left) != 0) return fail(Errc::storage, "damaged zstd frame");
    if (bytes.size() + output.pos > max_bytes) return fail(Errc::storage, "zstd frame is larger than allowed");
    bytes.append(piece, 0, output.pos);
    if (left == 0) return bytes;
    if (input.pos == input.size && output.pos < output.size) return fail(Errc::storage, "damaged zstd frame: cut off");
  }
}

}  // namespace

Result<std::string> decompress_stream(std::string_view frame, std::size_t max_bytes) {
  const Handle<ZSTD_DCtx> context = owned(ZSTD_createDCtx());
  return decompress_in_pieces(context.get(), frame, max_bytes);
}

Result<std::string> decompress_bounded(std::string_view frame, std::size_t max_bytes) {
  constexpr int kLargestWindowLog = 23;
  const Handle<ZSTD_DCtx> context = owned(ZSTD_createDCtx());
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kLargestWindowLog);
  return decompress_in_pieces(context.get(), frame, max_bytes);
}

Result<std::string> decompress(std::string_view frame, std::size_t max_bytes, const Dictionary* dictionary) {
  const unsigned long long announced = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (announced == ZSTD_CONTENTSIZE_ERROR || announced == ZSTD_CONTENTSIZE_UNKNOWN) {
    return fail(Errc::storage, "damaged zstd frame: no content size");
  }
  if (announced > max_bytes) return fail(Errc::storage, "zstd frame is larger than allowed");
  std::string bytes(static_cast<std::size_t>(announced), '\0');
  thread_local const Handle<ZSTD_DCtx> context = owned(ZSTD_createDCtx());
  const ZSTD_DDict* const prepared = dictionary == nullptr ? nullptr : dictionary->prepared_->decompression.get();
  const std::size_t size =
      ZSTD_decompress_usingDDict(context.get(), bytes.data(), bytes.size(), frame.data(), frame.size(), prepared);
  if (ZSTD_isError(size) != 0 || size != bytes.size()) return fail(Errc::storage, "damaged zstd frame");
  return bytes;
}

}  // namespace rustassistant::codec
