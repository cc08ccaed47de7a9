# SPDX-License-Identifier: MIT
# add_room(<name> [USES <room>...] [LIBRARIES <target>...] [PRIVATE_LIBRARIES <target>...])
#   One static library room_<name> from src/<name>/*.cpp (main.cpp apart). USES names the lower rooms it may include;
#   PRIVATE_LIBRARIES are seen by this room alone. SMALL: not on a hot path, so that a release builds it for size.
function(add_room name)
  cmake_parse_arguments(arg "SMALL" "" "USES;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(room_${name} STATIC ${sources})
  list(TRANSFORM arg_USES PREPEND room_)
  target_include_directories(room_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(room_${name}
    PUBLIC ${arg_USES} ${arg_LIBRARIES} dep::expected
    PRIVATE ${arg_PRIVATE_LIBRARIES} project_options)
  if(arg_SMALL)
    target_compile_options(room_${name} PRIVATE $<$<CONFIG:Release>:-Os>)
  endif()
endfunction()
