# SPDX-License-Identifier: MIT
# How everything is compiled and linked. project_options is for targets of ours; grammars and libraries are without it.
option(RUSTASSISTANT_STATIC "Link one static, position-independent, hardened executable" OFF)
option(RUSTASSISTANT_TESTS "Build the unit, integration, golden and migration tests" ON)
option(RUSTASSISTANT_BENCH "Build the benchmarks" OFF)
option(RUSTASSISTANT_FUZZ "Build the fuzz targets (clang only)" OFF)
option(RUSTASSISTANT_PRECOMPILE "Compile the templates of JSON once and read the header of the tests once" OFF)
option(RUSTASSISTANT_TOGETHER "Compile up to eight sources of a room as one: half the time from nothing, more after a change" OFF)
set(RUSTASSISTANT_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  if(RUSTASSISTANT_PRECOMPILE)
    # Without this it stores nothing that uses the tests' precompiled header.
    list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros)
  endif()
endif()

add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: it warns about "literal" + std::string.
  target_compile_options(project_options INTERFACE -Wno-restrict)
endif()

# CMAKE_LIBRARY_ARCHITECTURE is the target's triple, on the machine itself and in a cross-build.
set(RUSTASSISTANT_HARDENING
  -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections)
set(link_mode -static-pie)
if(CMAKE_LIBRARY_ARCHITECTURE MATCHES "^x86_64")
  list(APPEND RUSTASSISTANT_HARDENING -fPIE -fcf-protection=full)
elseif(CMAKE_LIBRARY_ARCHITECTURE MATCHES "^aarch64")
  list(APPEND RUSTASSISTANT_HARDENING -fPIE -mbranch-protection=standard)
else()
  # The C library has no static-pie start-up code for 32-bit ARM.
  list(APPEND RUSTASSISTANT_HARDENING -fno-pie)
  set(link_mode -static -no-pie)
endif()
if(link_mode STREQUAL "-static-pie")
  # Packed relocations are 0.7 to 0.9 MB less, and less to do at start; of equal functions one is kept, 0.26 MB less. The
  # distribution's GNU linker does not do the latter, and the former for x86-64 only.
  list(APPEND link_mode -fuse-ld=lld -B/usr/lib/llvm-19/bin -Wl,-z,pack-relative-relocs,--icf=all)
endif()

# 64-bit file sizes, offsets and times on 32-bit machines, where times would otherwise end in 2038.
add_compile_definitions(_FILE_OFFSET_BITS=64)
if(CMAKE_LIBRARY_ARCHITECTURE MATCHES "^arm-")
  add_compile_definitions(_TIME_BITS=64)
endif()

if(RUSTASSISTANT_STATIC)
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${RUSTASSISTANT_HARDENING}>")
  add_link_options(${link_mode} -s -Wl,--gc-sections,-z,relro,-z,now,-z,noexecstack)
endif()

if(RUSTASSISTANT_SANITIZE)
  add_compile_options(-fsanitize=${RUSTASSISTANT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${RUSTASSISTANT_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Between the calls that a sanitizer inserts, GCC loses sight of what is initialized and how long it is.
    add_compile_options(-Wno-array-bounds -Wno-maybe-uninitialized -Wno-stringop-overflow)
  endif()
endif()
