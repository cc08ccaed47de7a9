// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/findings.hpp"

// The result of an `analysis`: a general review of a file.
namespace rustassistant::domain {

enum class QualityCategory : std::uint8_t { correctness, security, performance, tests, api };

[[nodiscard]] std::string_view name_of(QualityCategory category);
[[nodiscard]] std::optional<QualityCategory> quality_category_named(std::string_view name);

struct QualityFinding {
  QualityCategory category{};
  Severity severity{};
  std::string title;
  std::string description;
  std::string recommendation;  // may be empty
  Location location;
};

// Of the whole file; what they count is in source/analyzer.hpp.
struct FileMeasures {
  int lines = 0;
  int functions = 0;
  int imports = 0;
  int longest = 0;          // lines of a function
  int most_complex = 0;     // cyclomatic complexity of a function
  int mean_complexity = 0;  // of the functions, in tenths
  int deepest = 0;          // nesting
};

// A function that deserves the first look.
struct HotSpot {
  Location location;
  int lines = 0;
  int complexity = 0;
  int nesting = 0;
  int parameters = 0;
};

struct QualityReview {
  std::string summary;  // by the model; empty where builtin answered
  std::vector<QualityFinding> findings;
  std::optional<FileMeasures> measures;  // from the syntax tree, whoever answered; nothing until measured
  std::vector<HotSpot> hot_spots;        // the worst first
  bool judged = true;                    // false: no model answered, and the language has no grammar
  std::optional<Unparsed> unparsed;      // nothing until checked, and where the language has no grammar
};

// Reads a result from outside. Error (provider): it does not match the schema.
[[nodiscard]] Result<QualityReview> parse_quality(std::string_view text);
// As JSON; with `path` as "file" of every location, unless that is empty.
[[nodiscard]] nlohmann::ordered_json to_json(const QualityReview& review, std::string_view path = {});
// The form that is stored: compact JSON without paths.
[[nodiscard]] std::string serialise(const QualityReview& review);

}  // namespace rustassistant::domain
