# SPDX-License-Identifier: MIT
# embed_files(<target> SYMBOL <namespace::name> FILES <glob>...)
#   Defines `const std::span<const EmbeddedFile> <namespace::name>` in <target>: the files' names and bytes, sorted by name.
function(embed_files target)
  cmake_parse_arguments(arg "" "SYMBOL" "FILES" ${ARGN})
  string(REGEX MATCH "^(.*)::([^:]+)$" _ "${arg_SYMBOL}")
  set(namespace "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_2}")
  list(TRANSFORM arg_FILES PREPEND "${PROJECT_SOURCE_DIR}/")
  file(GLOB files CONFIGURE_DEPENDS ${arg_FILES})
  list(SORT files)
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})

  set(arrays "")
  set(rows "")
  set(index 0)
  foreach(file IN LISTS files)
    if(file MATCHES "\\.sql$")
      # Nobody reads comments there.
      file(READ "${file}" text)
      string(REGEX REPLACE "[ \t]*--[^\n]*" "" text "${text}")
      string(REGEX REPLACE "\n[ \t\n]+" "\n" text "${text}")
      string(HEX "${text}" bytes)
    else()
      file(READ "${file}" bytes HEX)
    endif()
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
    get_filename_component(file_name "${file}" NAME)
    string(APPEND arrays "constexpr char kFile${index}[] = {${bytes}'\\0'};\n")
    string(APPEND rows "    {\"${file_name}\", {kFile${index}, sizeof kFile${index} - 1}},\n")
    math(EXPR index "${index} + 1")
  endforeach()

  set(output "${PROJECT_BINARY_DIR}/generated/${target}_${name}.cpp")
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [=[
#include "rustassistant/base/embedded.hpp"
namespace {
@arrays@
constexpr rustassistant::EmbeddedFile kFiles[] = {
@rows@};
}
namespace @namespace@ {
extern const std::span<const rustassistant::EmbeddedFile> @name@;
constinit const std::span<const rustassistant::EmbeddedFile> @name@{kFiles};
}
]=])
  set_source_files_properties("${output}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE "${output}")
endfunction()
