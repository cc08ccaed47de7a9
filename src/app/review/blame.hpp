// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/todos.hpp"
#include "rustassistant/sys/git.hpp"

// Lines and their commits.
namespace rustassistant::app {

struct BlamedLine {
  domain::LineOrigin origin;
  bool old = false;  // part of the history that was left out
};

// By the number of the line.
using BlamedLines = std::map<int, BlamedLine>;

// Asks git who wrote lines of a file in its work tree. `path` is below the top folder; `without` is a commit whose
// whole history is left out, or empty. Nothing where git does not know the file. `now` is what ages count from.
[[nodiscard]] BlamedLines blame(const sys::Git& git, const std::string& path, const std::vector<int>& lines,
                                const std::string& without, UnixMillis now);

// Reads what `git blame --porcelain` prints. Malformed text yields what could be read before it.
[[nodiscard]] BlamedLines parse_blame(std::string_view porcelain, UnixMillis now);

}  // namespace rustassistant::app
