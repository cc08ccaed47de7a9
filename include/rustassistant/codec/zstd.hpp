// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::codec {

// One zstd frame with content size and checksum. Safe to use from several threads.
[[nodiscard]] std::string compress(std::string_view bytes, int level);

// The content of one frame from outside. A frame that is damaged, of unknown size, or larger than `max_bytes` when
// decompressed is an Error (storage); memory is taken only after that check.
[[nodiscard]] Result<std::string> decompress(std::string_view frame, std::size_t max_bytes);

// The same for a frame that need not say how large its content is, as streaming compressors write it.
[[nodiscard]] Result<std::string> decompress_stream(std::string_view frame, std::size_t max_bytes);

}  // namespace rustassistant::codec
