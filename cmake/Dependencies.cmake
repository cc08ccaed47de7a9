# SPDX-License-Identifier: MIT
# Every library the product uses, as dep::<name>: the only place that knows where they come from.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(add_dependency name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;DEFINITIONS" ${ARGN})
  add_library(dep_${name} INTERFACE)
  target_link_libraries(dep_${name} INTERFACE ${arg_LIBRARIES})
  target_compile_definitions(dep_${name} INTERFACE ${arg_DEFINITIONS})
  add_library(dep::${name} ALIAS dep_${name})
endfunction()

add_dependency(expected)
add_dependency(fmt DEFINITIONS FMT_HEADER_ONLY)
add_dependency(spdlog LIBRARIES dep::fmt Threads::Threads DEFINITIONS SPDLOG_FMT_EXTERNAL)
add_dependency(json)
add_dependency(toml)
add_dependency(cli11)
add_dependency(catch2)
add_dependency(sqlite3 LIBRARIES sqlite3 Threads::Threads)
add_dependency(zstd LIBRARIES zstd)
add_dependency(crypto LIBRARIES crypto)
add_dependency(curl LIBRARIES curl)
