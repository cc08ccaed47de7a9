// SPDX-License-Identifier: MIT
// Stands before the library's own header in debugging presets: its templates are compiled once, in instances.cpp, and
// not again in every source file that parses or writes JSON.
#pragma once
#include_next <nlohmann/json.hpp>

#define RUSTASSISTANT_JSON_INSTANCES(prefix)                                                             \
  prefix template class nlohmann::basic_json<>;                                                          \
  prefix template class nlohmann::detail::serializer<nlohmann::json>;                                    \
  prefix template class nlohmann::detail::lexer<nlohmann::json,                                          \
                                                nlohmann::detail::iterator_input_adapter<const char*>>;  \
  prefix template class nlohmann::detail::parser<nlohmann::json,                                         \
                                                 nlohmann::detail::iterator_input_adapter<const char*>>; \
  prefix template class nlohmann::detail::lexer<                                                         \
      nlohmann::json, nlohmann::detail::iterator_input_adapter<std::string::const_iterator>>;            \
  prefix template class nlohmann::detail::parser<                                                        \
      nlohmann::json, nlohmann::detail::iterator_input_adapter<std::string::const_iterator>>;

RUSTASSISTANT_JSON_INSTANCES(extern)
