// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/search.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

std::string file_count(std::int64_t files) {
  return counted(files, "file", "files");
}

Json index_document(std::string_view schema, const app::IndexStanding& index) {
  Json json = document(schema);
  json["top"] = json_text(index.repository);
  json["file"] = index.file.empty() ? Json(nullptr) : json_text(index.file);
  json["bytes"] = index.bytes;
  return json;
}

Json vectors_json(const app::IndexStanding& index) {
  if (!index.vectors) return nullptr;
  return {{"model", json_text(index.vectors->model)},
          {"pooling", index.vectors->pooling},
          {"dimension", index.vectors->dimension},
          {"chunks", index.vectors->chunks}};
}

std::string vectors_text(const app::VectorStanding& vectors) {
  return fmt::format("{} with vectors of {} ({} numbers, {} pooling)", counted(vectors.chunks, "chunk", "chunks"),
                     neutralise(vectors.model), vectors.dimension, vectors.pooling);
}

}  // namespace

std::string index_status(const app::IndexStanding& index, const View& view) {
  if (view.format == Format::json) {
    Json json = index_document("rustassistant.index-status/1", index);
    json["files"] = index.files;
    json["chunks"] = index.chunks;
    json["changed"] = index.refreshed;
    json["gone"] = index.removed;
    json["vectors"] = vectors_json(index);
    json["stale_seconds"] = index.stale_seconds ? Json(*index.stale_seconds) : Json(nullptr);
    return to_text(json);
  }
  LabelledRows rows{{"repository", neutralise(index.repository)}};
  if (index.file.empty()) {
    rows.emplace_back("index", fmt::format("none; a search would read {}", file_count(index.refreshed)));
    return aligned(rows, view.columns);
  }
  rows.emplace_back("index", neutralise(index.file));
  rows.emplace_back("size", format_size(index.bytes));
  rows.emplace_back("holds", file_count(index.files) + ", " + counted(index.chunks, "chunk", "chunks"));
  if (index.vectors) rows.emplace_back("meaning", vectors_text(*index.vectors));
  const bool same = index.refreshed == 0 && index.removed == 0;
  rows.emplace_back("differs", same ? "in nothing"
                                    : fmt::format("in {} that changed, and {} that are gone",
                                                  file_count(index.refreshed), file_count(index.removed)));
  return aligned(rows, view.columns);
}

std::string index_built(const app::IndexStanding& index, const View& view) {
  if (view.format == Format::json) {
    Json json = index_document("rustassistant.index-build/1", index);
    json["files"] = index.files;
    json["chunks"] = index.chunks;
    json["refreshed"] = index.refreshed;
    json["removed"] = index.removed;
    json["embedded"] = index.embedded;
    json["vectors"] = vectors_json(index);
    return to_text(json);
  }
  std::string text = fmt::format("indexed {} of {}, removed {}; the index takes {}\n", format_count(index.refreshed),
                                 file_count(index.files), format_count(index.removed), format_size(index.bytes));
  if (index.embedded > 0) text += fmt::format("gave vectors to {}\n", counted(index.embedded, "chunk", "chunks"));
  if (index.vectors) text += vectors_text(*index.vectors) + "\n";
  return text;
}

std::string index_cleared(const app::IndexStanding& index, const View& view) {
  if (view.format == Format::json) return to_text(index_document("rustassistant.index-clear/1", index));
  if (index.file.empty()) return "there was no index\n";
  return fmt::format("removed the index, {}\n", format_size(index.bytes));
}

}  // namespace rustassistant::render
