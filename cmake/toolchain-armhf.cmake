# SPDX-License-Identifier: MIT
# 32-bit ARM (ARMv7 with hardware floating point): Raspberry Pi 2 and later with a 32-bit system.
set(CMAKE_SYSTEM_PROCESSOR armv7l)
set(triple arm-linux-gnueabihf)
set(deps_architecture armhf)
set(emulator qemu-arm-static)
set(link_mode -static)
include("${CMAKE_CURRENT_LIST_DIR}/cross.cmake")
