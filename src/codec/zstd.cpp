// SPDX-License-Identifier: MIT
#include "rustassistant/codec/zstd.hpp"

#include <zstd.h>

#include <cassert>
#include <memory>
#include <new>

namespace rustassistant::codec {
namespace {

struct FreeCompression {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

struct FreeDecompression {
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string compress(std::string_view bytes, int level) {
  // Made once for each thread: to make it takes as long as to compress a small document.
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompression> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
  assert(!ZSTD_isError(size));
  frame.resize(size);
  return frame;
}

Result<std::string> decompress_stream(std::string_view frame, std::size_t max_bytes) {
  const std::unique_ptr<ZSTD_DCtx, FreeDecompression> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_inBuffer input{frame.data(), frame.size(), 0};
  std::string bytes;
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  while (true) {
    ZSTD_outBuffer output{piece.data(), piece.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left) != 0) return fail(Errc::storage, "damaged zstd frame");
    if (bytes.size() + output.pos > max_bytes) return fail(Errc::storage, "zstd frame is larger than allowed");
    bytes.append(piece, 0, output.pos);
    if (left == 0) return bytes;
    if (input.pos == input.size && output.pos < output.size) return fail(Errc::storage, "damaged zstd frame: cut off");
  }
}

Result<std::string> decompress(std::string_view frame, std::size_t max_bytes) {
  const unsigned long long announced = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (announced == ZSTD_CONTENTSIZE_ERROR || announced == ZSTD_CONTENTSIZE_UNKNOWN) {
    return fail(Errc::storage, "damaged zstd frame: no content size");
  }
  if (announced > max_bytes) return fail(Errc::storage, "zstd frame is larger than allowed");
  std::string bytes(static_cast<std::size_t>(announced), '\0');
  const std::size_t size = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(size) != 0 || size != bytes.size()) return fail(Errc::storage, "damaged zstd frame");
  return bytes;
}

}  // namespace rustassistant::codec
