// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kSearch[] = {
    {"", "+search-about", ""},
    {"results[]", "object", "The files that fit best, the best first, and in each the place that does"},
    {"results[]", "+search-result", ""},
    {"more", "count", "Files that fit, too, and are not shown", "12"},
};

constexpr Field kSearchLines[] = {
    {"", "+search-about", ""},
    {"more", "count", "Files that fit, too, and are not shown", "12"},
};

constexpr Field kSearchLine[] = {
    {"", "+search-result", ""},
};

constexpr Field kIndexStatus[] = {
    {"", "+index-file", ""},
    {"files", "count", "Files in it", "120"},
    {"chunks", "count", "Chunks of these files", "900"},
    {"changed", "count", "Files that are not in it, or have changed", "0"},
    {"gone", "count", "Files in it that are there no longer", "0"},
    {"", "+vectors", ""},
    {"stale_seconds", "count?", "How long ago it was known to be complete; null: it never was", "42"},
};

constexpr Field kIndexBuild[] = {
    {"", "+index-file", ""},
    {"files", "count", "Files in it", "120"},
    {"chunks", "count", "Chunks of these files", "900"},
    {"refreshed", "count", "Files that were read: new, or changed", "2"},
    {"removed", "count", "Files that were removed because they are gone", "0"},
    {"embedded", "count", "Chunks that were given a vector", "0"},
    {"", "+vectors", ""},
};

constexpr Field kIndexClear[] = {
    {"", "+index-file", ""},
};

constexpr Field kModelCheck[] = {
    {"model", "text", "The embedding model", "\"bge-small-en-v1.5\""},
    {"pooling", "text", "What of a text's tokens counts: cls or mean", "\"cls\""},
    {"dimension", "count", "Numbers of a vector", "384"},
    {"texts", "count", "Texts whose vectors were compared", "20"},
    {"largest_difference", "number", "The largest difference of two numbers", "0.0000002"},
    {"tolerance", "number", "The largest difference that counts as the same", "0.001"},
    {"agrees", "boolean", "No difference is larger", "true"},
    {"worst", "text", "The text with the largest difference", "\"how are retries spaced\""},
};

constexpr Document kDocuments[] = {
    {"search", Form::document, "Where something is.", kSearch},
    {"search-lines", Form::first_line, "The first line of `search --format jsonl`.", kSearchLines},
    {"search-lines-result", Form::line, "A result in `search --format jsonl`.", kSearchLine},
    {"index-status", Form::document, "The state of a search index.", kIndexStatus},
    {"index-build", Form::document, "A search index that was brought up to date.", kIndexBuild},
    {"index-clear", Form::document, "A search index that was removed.", kIndexClear},
    {"models-verify", Form::document, "How an embedding model compares with reference vectors (`models --verify`).",
     kModelCheck},
};

}  // namespace

std::span<const Document> search_documents() {
  return kDocuments;
}

}  // namespace rustassistant::render
