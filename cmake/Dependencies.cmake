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

# lean_library(<variable> <archive>): in a static build, a copy of a C library without its unwind tables, which no
# exception of ours ever needs and which are 3 % of the executable; else the library as it is named.
function(lean_library variable archive)
  set(${variable} "${archive}" PARENT_SCOPE)
  if(NOT RUSTASSISTANT_STATIC OR CMAKE_LIBRARY_ARCHITECTURE MATCHES "^arm-")
    return()
  endif()
  if(NOT IS_ABSOLUTE "${archive}")
    set(archive "${CMAKE_FIND_ROOT_PATH}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/lib${archive}.a")
  endif()
  get_filename_component(file "${archive}" NAME)
  set(lean "${CMAKE_BINARY_DIR}/lean/${file}")
  if("${archive}" IS_NEWER_THAN "${lean}")
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/lean")
    execute_process(COMMAND "${CMAKE_OBJCOPY}" --remove-section=.eh_frame "${archive}" "${lean}" COMMAND_ERROR_IS_FATAL ANY)
  endif()
  set(${variable} "${lean}" PARENT_SCOPE)
endfunction()

string(REGEX REPLACE "-.*" "" deps_architecture "${CMAKE_LIBRARY_ARCHITECTURE}")
string(REPLACE "x86_64" "amd64" deps_architecture "${deps_architecture}")
string(REPLACE "aarch64" "arm64" deps_architecture "${deps_architecture}")
string(REGEX REPLACE "^arm$" "armhf" deps_architecture "${deps_architecture}")
set(deps_folder "${PROJECT_SOURCE_DIR}/build/deps/${deps_architecture}")

# What package-lock.json pins is brought up to date here, so that a change of it reaches every build tree. Both are quick
# where nothing is to be done.
execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/deps/sources" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/deps/sqlite" ${deps_architecture} COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  package-lock.json scripts/deps/sqlite)

lean_library(zstd zstd)
lean_library(crypto crypto)

add_dependency(expected)
add_dependency(fmt DEFINITIONS FMT_HEADER_ONLY)
add_dependency(spdlog LIBRARIES dep::fmt Threads::Threads DEFINITIONS SPDLOG_FMT_EXTERNAL)
if(RUSTASSISTANT_PRECOMPILE)
  # A third of what a source with JSON costs to compile is the same templates again.
  add_library(json_instances STATIC cmake/json/instances.cpp)
  target_include_directories(json_instances SYSTEM PUBLIC cmake/json)
  add_dependency(json LIBRARIES json_instances)
else()
  add_dependency(json)
endif()
add_dependency(rapidjson)
add_dependency(toml)
add_dependency(cli11)
add_dependency(catch2)
add_dependency(sqlite3 LIBRARIES "${deps_folder}/sqlite/libsqlite3.a" m Threads::Threads
  INCLUDES "${deps_folder}/sqlite/include")
add_dependency(zstd LIBRARIES "${zstd}")
if(RUSTASSISTANT_STATIC)
  add_library(crypto_error_texts STATIC cmake/crypto/error_texts.cpp)
  target_compile_options(crypto_error_texts PRIVATE -Os -fno-exceptions -fno-asynchronous-unwind-tables)
  target_link_libraries(crypto_error_texts PUBLIC "${crypto}")
  add_dependency(crypto LIBRARIES crypto_error_texts Threads::Threads)
  # Asked for by name, so that the linker takes it before OpenSSL's.
  target_link_options(dep_crypto INTERFACE "LINKER:-u,ossl_err_load_crypto_strings")
else()
  add_dependency(crypto LIBRARIES "${crypto}" Threads::Threads)
endif()

if(RUSTASSISTANT_STATIC)
  # The distribution's libcurl.a cannot be linked statically: scripts/deps/curl builds one that can.
  set(static_curl "${deps_folder}/curl")
  if(NOT EXISTS "${static_curl}/libcurl.a")
    message(FATAL_ERROR "The static libcurl is missing: run scripts/setup (for a cross-build: scripts/setup cross) first.")
  endif()
  lean_library(curl "${static_curl}/libcurl.a")
  lean_library(ssl ssl)
  lean_library(nghttp2 nghttp2)
  lean_library(cares cares)
  add_dependency(cares LIBRARIES "${cares}")
  add_dependency(curl LIBRARIES "${curl}" "${nghttp2}" "${cares}" "${ssl}" "${crypto}" "${zstd}" z Threads::Threads
    DEFINITIONS CURL_STATICLIB INCLUDES "${static_curl}/include")
  # Nor can its libpq.a: scripts/deps/libpq builds one.
  set(static_libpq "${deps_folder}/libpq")
  if(NOT EXISTS "${static_libpq}/libpq.a")
    message(FATAL_ERROR "The static libpq is missing: run scripts/setup (for a cross-build: scripts/setup cross) first.")
  endif()
  lean_library(pq "${static_libpq}/libpq.a")
  lean_library(pgcommon "${static_libpq}/libpgcommon_shlib.a")
  lean_library(pgport "${static_libpq}/libpgport_shlib.a")
  add_library(pq_substitutes STATIC cmake/libpq/substitutes.cpp)
  target_compile_options(pq_substitutes PRIVATE -Os -fno-exceptions -fno-asynchronous-unwind-tables)
  add_dependency(pq LIBRARIES "${pq}" pq_substitutes "${pgcommon}" "${pgport}" "${ssl}" "${crypto}" Threads::Threads
    INCLUDES "${static_libpq}/include")
else()
  set(ssl ssl)
  add_dependency(curl LIBRARIES curl)
  add_dependency(cares LIBRARIES cares)
  add_dependency(pq LIBRARIES pq INCLUDES /usr/include/postgresql)
endif()
add_dependency(ssl LIBRARIES "${ssl}" dep::crypto)
