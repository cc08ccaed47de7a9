# SPDX-License-Identifier: MIT
# What every target of ours is compiled with; grammars and libraries are not.
add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  -ffunction-sections -fdata-sections)
target_compile_definitions(project_options INTERFACE RUSTASSISTANT_VERSION="${PROJECT_VERSION}")

set(RUSTASSISTANT_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(RUSTASSISTANT_SANITIZE)
  add_compile_options(-fsanitize=${RUSTASSISTANT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${RUSTASSISTANT_SANITIZE})
endif()
