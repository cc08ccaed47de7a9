// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reuse.hpp"

// A question about parts of a file that is with a batch: from when it is sent until its answer comes, the ledger keeps
// what is needed to join that with the answer which it left out.
namespace rustassistant::app {

// What is kept, as a frame of zstd: hashes, names and lines of units, no text. `measured`: what builtin says of the
// file.
[[nodiscard]] std::string pack_parts(const Reusable& reusable, const Kind& kind, const domain::Document& measured);

struct SentParts {
  Reusable reusable;
  domain::Document measured;
};

// What was packed, with the answer that was left out. Nothing where that is gone or is another one than it was, and
// where what was packed cannot be read. Errors: storage.
[[nodiscard]] Result<std::optional<SentParts>> find_sent_parts(std::string_view packed, const Kind& kind,
                                                               cache::ResultCache& cache);

}  // namespace rustassistant::app
