// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>

#include "words.hpp"

// The words of C and C++, by what they are in a declaration.
namespace rustassistant::source {

inline constexpr WordList kAttributes = " __attribute__ __attribute __declspec __extension__ ";
inline constexpr WordList kTagWords = " struct union class enum ";
inline constexpr WordList kTypeWords =
    " void char short int long float double signed unsigned bool _Bool _Complex __int128 __signed__ auto __auto_type "
    "wchar_t char8_t char16_t char32_t ";
// Neither types nor names: they stand before or between those.
inline constexpr WordList kNeutralWords =
    " const volatile restrict __restrict __restrict__ static extern inline __inline __inline__ register typedef "
    "_Thread_local thread_local __thread _Noreturn _Atomic constexpr consteval constinit mutable virtual explicit "
    "friend "
    "final override noexcept typename ";
// After these a new run of words begins.
inline constexpr WordList kBreakingWords =
    " return else do goto case default break continue if for while switch catch try throw new delete operator using "
    "namespace public private protected template concept requires sizeof alignof alignas _Alignas decltype typeof "
    "__typeof__ "
    "__typeof asm __asm__ __asm co_return co_await co_yield not and or xor import module export defined this nullptr "
    "true "
    "false static_assert _Static_assert static_cast dynamic_cast const_cast reinterpret_cast typeid offsetof _Generic "
    "_Alignof __alignof__ __volatile__ __except __finally __try __leave ";
inline constexpr WordList kStatementWords =
    " if for while switch return break continue goto case default do else try throw ";

// Whether a word is in one of the four lists before the last. Asked for every word of a file.
[[nodiscard]] bool is_keyword(std::string_view word);

// Spelled as macros are: without lower case, or with two underscores in front.
[[nodiscard]] inline bool looks_like_macro(std::string_view word) {
  if (word.starts_with("__")) return true;
  return word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace rustassistant::source
