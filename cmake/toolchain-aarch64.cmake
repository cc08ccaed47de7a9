# SPDX-License-Identifier: MIT
# 64-bit ARM: Raspberry Pi 3 and later with a 64-bit system.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(triple aarch64-linux-gnu)
set(deps_architecture arm64)
set(emulator qemu-aarch64-static)
set(link_mode -static-pie)
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
