// SPDX-License-Identifier: MIT
#include <algorithm>

#include "origin.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

struct FinderWords {
  std::string_view word;
  std::string_view text;
};

FinderWords finder_words(domain::Finder finder) {
  switch (finder) {
    case domain::Finder::builtin:
      return {"builtin", "the built-in analyzer, which measures it; models where it does not know the language"};
    case domain::Finder::model:
      return {"model", "models only"};
    case domain::Finder::both:
      return {"both", "the built-in analyzer as far as syntax proves it, and models"};
    case domain::Finder::nobody:
      return {"nobody", "nobody: it stands in older answers only"};
  }
  return {};
}

std::string allow_of(const domain::KindFacts& facts) {
  return "rustassistant: allow(" + std::string(facts.kind) + ") REASON";
}

// "analysis.max_function_lines = 50 (default)"
std::string setting_text(const config::SettingRow& row, const config::Loaded& loaded) {
  return std::string(row.name) + " = " + row.show(loaded.settings) + " (" + origin_text(loaded.origin_of(row.name)) +
         ")";
}

std::string kind_text(const domain::KindFacts& facts, const config::Loaded& loaded, const View& view) {
  const std::size_t width = std::min<std::size_t>(view.columns, 100);
  LabelledRows rows{{"kind", std::string(facts.kind) + ", of " + std::string(name_of(facts.type))},
                    {"found by", std::string(finder_words(facts.finder).text)}};
  if (const config::SettingRow* row = config::setting_row(facts.setting))
    rows.emplace_back("setting", setting_text(*row, loaded));
  if (!facts.source.empty()) rows.emplace_back("after", std::string(facts.source));
  rows.emplace_back("allow it", "a comment at the place: " + allow_of(facts));
  return std::string(facts.title) + "\n\n" +
         wrapped(std::string(facts.summary) + "\n\n" + std::string(facts.definition) + "\n\n" +
                     std::string(facts.remedy) + "\n",
                 width) +
         "\n" + aligned(rows, width);
}

Json setting_json(const domain::KindFacts& facts, const config::Loaded& loaded) {
  const config::SettingRow* row = config::setting_row(facts.setting);
  if (row == nullptr) return nullptr;
  const config::Origin origin = loaded.origin_of(row->name);
  return {{"name", row->name}, {"value", value_json(row->show(loaded.settings))}, {"source", name_of(origin.source)}};
}

Json kind_json(const domain::KindFacts& facts, const config::Loaded& loaded) {
  return {{"kind", facts.kind},
          {"type", name_of(facts.type)},
          {"title", facts.title},
          {"summary", facts.summary},
          {"definition", facts.definition},
          {"remedy", facts.remedy},
          {"found_by", finder_words(facts.finder).word},
          {"setting", setting_json(facts, loaded)},
          {"definition_source", facts.source.empty() ? Json(nullptr) : Json(facts.source)},
          {"allow_comment", allow_of(facts)}};
}

}  // namespace

std::string explanation(std::span<const domain::KindFacts> kinds, const config::Loaded& loaded, const View& view) {
  if (view.format == Format::json) {
    Json json = document("rustassistant.explain/1");
    json["kinds"] = Json::array();
    for (const domain::KindFacts& facts : kinds) json["kinds"].push_back(kind_json(facts, loaded));
    return to_text(json);
  }
  if (kinds.size() == 1) return kind_text(kinds.front(), loaded, view);
  LabelledRows rows;
  for (const domain::KindFacts& facts : kinds) rows.emplace_back(std::string(facts.kind), std::string(facts.summary));
  return aligned(rows, view.columns);
}

}  // namespace rustassistant::render
