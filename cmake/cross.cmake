# SPDX-License-Identifier: MIT
# Included by the toolchain files, which set CMAKE_SYSTEM_PROCESSOR, `triple`, `deps_architecture`, `emulator` and
# `link_mode`.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triple}-gcc)
set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${triple})
set(CMAKE_CROSSCOMPILING_EMULATOR ${emulator})

get_filename_component(sysroot "${CMAKE_CURRENT_LIST_DIR}/../build/deps/${deps_architecture}/sysroot" ABSOLUTE)
if(NOT IS_DIRECTORY "${sysroot}")
  message(FATAL_ERROR "The libraries for ${triple} are missing: run `scripts/setup cross` first.")
endif()
set(CMAKE_FIND_ROOT_PATH "${sysroot}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

foreach(language C CXX)
  set(CMAKE_${language}_FLAGS_INIT "-isystem ${sysroot}/usr/include/${triple} -isystem ${sysroot}/usr/include -Wno-psabi")
endforeach()
# The sysroot's C library is newer than the compiler's. It holds static libraries only, so CMake's own checks must link
# statically too.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-L${sysroot}/usr/lib/${triple} ${link_mode}")
