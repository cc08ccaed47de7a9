// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

// The room `base` has no namespace of its own: every room is on it and sees its names unqualified.
namespace rustassistant {

// What kind of failure; the kind alone decides the exit code (cli/exit_code.hpp) and whether a fallback may answer.
enum class Errc : std::uint8_t {
  usage,        // the caller's words are wrong
  input,        // a file cannot be read, is not text, or is too large
  config,       // a setting is wrong, or a key is missing
  provider,     // a provider refused, or its answer is unusable
  unreachable,  // no provider could be reached
  budget,       // the call would exceed a cap
  storage,      // a database cannot be opened or written
  offline,      // a call would be needed, and calls are forbidden
  interrupted,  // SIGINT
  terminated,   // SIGTERM
};

// `what` names the object and the cause ("cannot read '/x/a.json': line 3: expected an object"); `hint` says what to do
// next, or is empty. Neither ends in a full stop. Text from outside in them is neutralized only when shown.
struct Error {
  Errc code = Errc::input;
  std::string what;
  std::string hint;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string what, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(what), std::move(hint)});
}

// The same error with what was being attempted put before its cause.
[[nodiscard]] inline tl::unexpected<Error> fail_while(std::string_view attempting, Error error) {
  error.what = std::string(attempting) + ": " + error.what;
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace rustassistant

#define RUSTASSISTANT_JOIN_(a, b) a##b
#define RUSTASSISTANT_JOIN(a, b) RUSTASSISTANT_JOIN_(a, b)

// TRY(expression): hands an error to the caller. TRY_ASSIGN(auto x, expression): the value, or hands on the error.
#define TRY(expression)                                                                                       \
  do {                                                                                                        \
    if (auto try_result_ = (expression); !try_result_) return tl::unexpected(std::move(try_result_).error()); \
  } while (false)

#define TRY_ASSIGN(declaration, expression) \
  TRY_ASSIGN_(declaration, expression, RUSTASSISTANT_JOIN(try_assign_, __LINE__))

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses.
#define TRY_ASSIGN_(declaration, expression, name)           \
  auto name = (expression);                                  \
  if (!name) return tl::unexpected(std::move(name).error()); \
  declaration = *std::move(name)
// NOLINTEND(bugprone-macro-parentheses)
