# SPDX-License-Identifier: MIT
# add_room(<name> [SMALL] [USES <room>...] [LIBRARIES <target>...] [PRIVATE_LIBRARIES <target>...] [APART <file>...]
#          [QUICK <file>...])
#   One static library room_<name> from src/<name>/ and its subfolders (main.cpp apart). USES names the lower rooms it may
#   include; PRIVATE_LIBRARIES are seen by this room alone. SMALL: not on a hot path, so that a release builds it for size. APART: files of src/<name>/ that
#   never share a translation unit (RUSTASSISTANT_TOGETHER), because their private names are those of their siblings.
#   QUICK: files of a SMALL room that are on a hot path after all.
#   A private header is included by its plain name, whichever subfolder it lies in.
function(add_room name)
  cmake_parse_arguments(arg "SMALL" "" "USES;LIBRARIES;PRIVATE_LIBRARIES;APART;QUICK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(room_${name} STATIC ${sources})
  room_folders(folders ${name})
  target_include_directories(room_${name} PRIVATE ${folders})
  list(TRANSFORM arg_USES PREPEND room_)
  target_include_directories(room_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(room_${name}
    PUBLIC ${arg_USES} ${arg_LIBRARIES} dep::expected
    PRIVATE ${arg_PRIVATE_LIBRARIES} project_options)
  if(RUSTASSISTANT_FUZZ)
    # libFuzzer is guided by what of the rooms an input runs through.
    target_compile_options(room_${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  set_target_properties(room_${name} PROPERTIES UNITY_BUILD ${RUSTASSISTANT_TOGETHER} UNITY_BUILD_BATCH_SIZE 8)
  if(RUSTASSISTANT_TOGETHER AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It takes every included file for a header.
    target_compile_options(room_${name} PRIVATE -Wno-subobject-linkage)
  endif()
  list(TRANSFORM arg_APART PREPEND "${PROJECT_SOURCE_DIR}/src/${name}/")
  set_source_files_properties(${arg_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(arg_SMALL)
    target_compile_options(room_${name} PRIVATE $<$<CONFIG:Release>:-Os>)
    list(TRANSFORM arg_QUICK PREPEND "${PROJECT_SOURCE_DIR}/src/${name}/")
    set_source_files_properties(${arg_QUICK} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O2>)
  endif()
endfunction()

# room_folders(<variable> <name>): where the private headers of a room lie.
function(room_folders variable name)
  file(GLOB_RECURSE entries LIST_DIRECTORIES true CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*")
  set(folders "${PROJECT_SOURCE_DIR}/src/${name}")
  foreach(entry IN LISTS entries)
    if(IS_DIRECTORY "${entry}")
      list(APPEND folders "${entry}")
    endif()
  endforeach()
  set(${variable} ${folders} PARENT_SCOPE)
endfunction()
