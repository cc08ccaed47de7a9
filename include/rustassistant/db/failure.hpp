// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "rustassistant/base/result.hpp"

namespace rustassistant::db {

// Why a database did not do what it was asked, as far as a caller may want to react.
enum class Problem : std::uint8_t {
  missing,         // there is no file, and none was to be created
  cannot_open,     // no permission, a symbolic link, a missing folder
  io_error,        // the disk failed, or another process moved the file away in the middle of a step
  not_a_database,  // another kind of file, or a folder
  corrupt,         // a database, but damaged
  unfit_schema,    // the SQL does not fit the tables: a damaged schema, or a mistake of ours
  foreign,         // a sound database of another application
  newer_version,   // of ours, written by a newer version of the program
  read_only,       // cannot be written
  full,            // the disk or the allowed size is used up
  busy,            // another process held it for longer than the busy timeout
  other,           // a constraint, memory, a mistake of ours
};

// An Error (storage) that also says which of these it was. Turns into a plain Error where one is expected.
struct Failure : Error {
  Problem problem = Problem::other;
};

template <typename T>
using Outcome = tl::expected<T, Failure>;

[[nodiscard]] tl::unexpected<Failure> fail(Problem problem, std::string what, std::string hint = {});

}  // namespace rustassistant::db
