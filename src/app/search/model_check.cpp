// SPDX-License-Identifier: MIT
#include "rustassistant/app/model_check.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "dense.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/embed/model.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kLargestReference = 64U << 20U;  // bytes
constexpr double kTolerance = 1e-3;                    // weights in 16 bits differ by less

struct ReferenceVector {
  std::string text;
  std::vector<double> vector;  // of length 1
};

// Nothing: it is no text with a vector that has a direction.
std::optional<ReferenceVector> reference_in(const nlohmann::json& row) {
  if (!row.is_object() || !row.contains("text") || !row["text"].is_string()) return std::nullopt;
  if (!row.contains("vector") || !row["vector"].is_array()) return std::nullopt;
  ReferenceVector reference{row["text"].get<std::string>(), {}};
  double squares = 0;
  for (const nlohmann::json& number : row["vector"]) {
    if (!number.is_number()) return std::nullopt;
    reference.vector.push_back(number.get<double>());
    squares += reference.vector.back() * reference.vector.back();
  }
  if (!std::isfinite(squares) || squares <= 0) return std::nullopt;
  for (double& x : reference.vector) x /= std::sqrt(squares);
  return reference;
}

}  // namespace

Result<ModelCheck> check_model(const std::string& reference, const config::SearchSettings& settings,
                               const sys::Environment& environment) {
  TRY_ASSIGN(const std::string folder, model_folder(settings.model, environment));
  TRY_ASSIGN(const embed::Model model, embed::Model::load(folder));
  TRY_ASSIGN(const std::string text, sys::read_file(reference, static_cast<std::int64_t>(kLargestReference)));
  const auto rows = codec::parse_json(text, {.max_bytes = kLargestReference, .max_depth = 8});
  const std::string attempting = "cannot use " + sys::quoted(reference);
  if (!rows) return fail_while(attempting, rows.error());
  if (!rows->is_array() || rows->empty())
    return fail(Errc::input, attempting + ": expected an array of objects with \"text\" and \"vector\"");
  ModelCheck check{
      settings.model, std::string(name_of(model.pooling())), static_cast<std::int64_t>(model.dimension()), 0, -1, {},
      kTolerance};
  for (const nlohmann::json& row : *rows) {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    ++check.texts;
    auto expected = reference_in(row);
    if (!expected || expected->vector.size() != model.dimension()) {
      return fail(Errc::input, attempting + ": row " + std::to_string(check.texts) + " is no text with a vector of " +
                                   std::to_string(model.dimension()) + " numbers");
    }
    TRY_ASSIGN(const std::vector<float> made, model.vector_of(expected->text));
    double most = 0;
    for (std::size_t i = 0; i < made.size(); ++i)
      most = std::max(most, std::abs(static_cast<double>(made[i]) - expected->vector[i]));
    if (most <= check.largest_difference) continue;
    check.largest_difference = most;
    check.worst = std::move(expected->text);
  }
  return check;
}

}  // namespace rustassistant::app
