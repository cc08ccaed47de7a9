// SPDX-License-Identifier: MIT
#include "rustassistant/pg/failure.hpp"

#include <algorithm>
#include <iterator>

namespace rustassistant::pg {
namespace {

struct Row {
  std::string_view begin;  // of the SQLSTATE
  Fault fault;
};

constexpr Row kRows[] = {
    {"28", Fault::credentials},   {"3D000", Fault::no_database}, {"42P01", Fault::not_set_up},
    {"3F000", Fault::not_set_up}, {"42883", Fault::not_set_up},  {"25006", Fault::read_only},
    {"42501", Fault::denied},     {"08", Fault::unreachable},    {"53300", Fault::unreachable},
    {"57P", Fault::unreachable},  {"57014", Fault::timeout},     {"55P03", Fault::timeout},
    {"40001", Fault::conflict},   {"40P01", Fault::conflict},
};

}  // namespace

Fault fault_of(std::string_view sqlstate) {
  if (sqlstate.empty()) return Fault::unreachable;
  const auto* const row = std::find_if(std::begin(kRows), std::end(kRows),
                                       [&](const Row& candidate) { return sqlstate.starts_with(candidate.begin); });
  return row == std::end(kRows) ? Fault::refused : row->fault;
}

}  // namespace rustassistant::pg
