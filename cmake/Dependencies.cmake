# SPDX-License-Identifier: MIT
# Every library the product uses, as dep::<name>: the only place that knows where they come from. They are named to the
# linker directly: find_package fails in a sysroot, where the links to shared objects dangle.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

function(add_dependency name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;DEFINITIONS;INCLUDES" ${ARGN})
  add_library(dep_${name} INTERFACE)
  target_link_libraries(dep_${name} INTERFACE ${arg_LIBRARIES})
  target_compile_definitions(dep_${name} INTERFACE ${arg_DEFINITIONS})
  target_include_directories(dep_${name} SYSTEM INTERFACE ${arg_INCLUDES})
  add_library(dep::${name} ALIAS dep_${name})
endfunction()

add_dependency(expected)
add_dependency(fmt DEFINITIONS FMT_HEADER_ONLY)
add_dependency(spdlog LIBRARIES dep::fmt Threads::Threads DEFINITIONS SPDLOG_FMT_EXTERNAL)
add_dependency(json)
add_dependency(toml)
add_dependency(cli11)
add_dependency(catch2)
add_dependency(sqlite3 LIBRARIES sqlite3 m Threads::Threads)
add_dependency(zstd LIBRARIES zstd)
add_dependency(crypto LIBRARIES crypto Threads::Threads)

if(RUSTASSISTANT_STATIC)
  # The distribution's libcurl.a cannot be linked statically: scripts/deps/curl builds one that can.
  string(REGEX REPLACE "-.*" "" deps_architecture "${CMAKE_LIBRARY_ARCHITECTURE}")
  string(REPLACE "x86_64" "amd64" deps_architecture "${deps_architecture}")
  string(REPLACE "aarch64" "arm64" deps_architecture "${deps_architecture}")
  string(REGEX REPLACE "^arm$" "armhf" deps_architecture "${deps_architecture}")
  set(static_curl "${PROJECT_SOURCE_DIR}/build/deps/${deps_architecture}/curl")
  if(NOT EXISTS "${static_curl}/libcurl.a")
    message(FATAL_ERROR "The static libcurl is missing: run scripts/setup (for a cross-build: scripts/setup cross) first.")
  endif()
  add_dependency(curl LIBRARIES "${static_curl}/libcurl.a" nghttp2 cares ssl crypto zstd z Threads::Threads
    DEFINITIONS CURL_STATICLIB INCLUDES "${static_curl}/include")
else()
  add_dependency(curl LIBRARIES curl)
endif()
