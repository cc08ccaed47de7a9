# SPDX-License-Identifier: MIT
# dep::tree_sitter: the tree-sitter core and the grammars, from the npm packages pinned in package-lock.json.
set(GRAMMAR_ROOT "${PROJECT_SOURCE_DIR}/node_modules")
set(core "${GRAMMAR_ROOT}/tree-sitter/vendor/tree-sitter/lib")
set(sources "${core}/src/lib.c")
foreach(folder rust c cpp python javascript typescript/typescript typescript/tsx go java bash)
  file(GLOB grammar_sources "${GRAMMAR_ROOT}/tree-sitter-${folder}/src/*.c")
  list(APPEND sources ${grammar_sources})
  # Each grammar brings its own tree_sitter/parser.h.
  set_source_files_properties(${grammar_sources} PROPERTIES
    INCLUDE_DIRECTORIES "${GRAMMAR_ROOT}/tree-sitter-${folder}/src")
endforeach()

add_library(tree_sitter STATIC ${sources})
target_include_directories(tree_sitter SYSTEM PUBLIC "${core}/include")
# The core is small and most of the time is spent in it.
set_source_files_properties("${core}/src/lib.c" PROPERTIES COMPILE_OPTIONS "-O2"
  INCLUDE_DIRECTORIES "${core}/src" COMPILE_DEFINITIONS "_POSIX_C_SOURCE=200112L;_DEFAULT_SOURCE")
# The only C here, with the same flags in every preset: debugging is not slowed down by the parsers, and the compiler cache
# serves all presets of one architecture. Of the sanitizers, only those for memory and threads concern code of others.
set(CMAKE_C_FLAGS_DEBUG "")
set(CMAKE_C_FLAGS_RELEASE "")
if(RUSTASSISTANT_SANITIZE)
  target_compile_options(tree_sitter PRIVATE -w -O1 -fno-sanitize=undefined)
else()
  target_compile_options(tree_sitter PRIVATE -w -Os -fno-asynchronous-unwind-tables -DNDEBUG ${RUSTASSISTANT_HARDENING})
endif()
add_library(dep::tree_sitter ALIAS tree_sitter)
