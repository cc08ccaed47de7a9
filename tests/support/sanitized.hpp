// SPDX-License-Identifier: MIT
#pragma once

namespace rustassistant::test {

// Whether AddressSanitizer or ThreadSanitizer watches, which makes a process start many times as slowly.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace rustassistant::test
