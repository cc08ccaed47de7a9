// SPDX-License-Identifier: MIT
#include "type_rows.hpp"

#include <cassert>

namespace rustassistant::render {
namespace {

using domain::AnalysisType;

constexpr TypeRow kTypeRows[] = {
    {AnalysisType::refactor, "rustassistant.analyze/1", "smell", "smells", "not reviewed (no grammar in builtin)",
     refactor_text, message_detail, refactor_json},
    {AnalysisType::docs, "rustassistant.docs/1", "", "", "not documented (no grammar in builtin)", docs_text,
     message_detail, docs_json},
    {AnalysisType::analysis, "rustassistant.analysis/1", "finding", "findings", "not reviewed (no grammar in builtin)",
     quality_text, quality_detail, quality_json},
    {AnalysisType::todos, "rustassistant.todos/1", "note", "notes", "not scanned (no known comments)", todos_text,
     todos_detail, todos_json},
};

}  // namespace

const TypeRow& type_row(AnalysisType type) {
  for (const TypeRow& row : kTypeRows) {
    if (row.type == type) return row;
  }
  assert(false);
  return kTypeRows[0];
}

}  // namespace rustassistant::render
