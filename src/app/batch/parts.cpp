// SPDX-License-Identifier: MIT
#include "parts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/codec/zstd.hpp"

namespace rustassistant::app {
namespace {

using PartsJson = nlohmann::json;

constexpr int kPartsVersion = 1;
constexpr std::size_t kMostPartsBytes = 32U << 20U;

struct Unpacked {
  SentParts parts;
  domain::CacheKey from{};
};

// Line by line: what is left out, what is to be remembered, what was asked, what was measured.
std::optional<Unpacked> unpack(std::string_view packed, const Kind& kind) {
  const auto text = codec::decompress(packed, kMostPartsBytes);
  const auto lines = text ? split(*text, '\n') : std::vector<std::string_view>();
  if (lines.size() != 4) return std::nullopt;
  auto earlier = domain::parse_earlier_review(lines[0]);
  auto after = domain::parse_earlier_review(lines[1]);
  const auto asked = codec::parse_json(lines[2]);
  auto measured = kind.parse(lines[3]);
  if (!earlier || !after || !asked || !measured) return std::nullopt;
  Unpacked unpacked;
  Reusable& reusable = unpacked.parts.reusable;
  try {
    if (asked->at("version") != kPartsVersion) return std::nullopt;
    const auto key = array_from_hex<domain::CacheKey>(asked->at("from").get<std::string>());
    if (!key) return std::nullopt;
    unpacked.from = *key;
    reusable.digest = asked->at("digest").get<std::string>();
    reusable.bytes = asked->at("bytes").get<std::int64_t>();
    reusable.plan.sent_bytes = asked->at("sent_bytes").get<std::int64_t>();
    for (const PartsJson& unit : asked->at("kept")) {
      if (!unit.is_null() && unit.get<std::size_t>() >= earlier->file.units.size()) return std::nullopt;
      reusable.plan.kept.push_back(unit.is_null() ? std::nullopt : std::optional(unit.get<std::size_t>()));
    }
  } catch (const PartsJson::exception&) {
    return std::nullopt;
  }
  if (reusable.plan.kept.size() != after->file.units.size()) return std::nullopt;
  reusable.plan.decision = domain::ReuseDecision::partial;
  reusable.plan.sent =
      static_cast<std::size_t>(std::count(reusable.plan.kept.begin(), reusable.plan.kept.end(), std::nullopt));
  reusable.earlier = *std::move(earlier);
  reusable.now = std::move(after->file);
  unpacked.parts.measured = *std::move(measured);
  return unpacked;
}

}  // namespace

std::string pack_parts(const Reusable& reusable, const Kind& kind, const domain::Document& measured) {
  PartsJson kept = PartsJson::array();
  for (const auto& unit : reusable.plan.kept) kept.push_back(unit ? PartsJson(*unit) : PartsJson(nullptr));
  const PartsJson asked = {{"version", kPartsVersion},  {"from", to_hex(reusable.info.key)},
                           {"digest", reusable.digest}, {"bytes", reusable.bytes},
                           {"kept", std::move(kept)},   {"sent_bytes", reusable.plan.sent_bytes}};
  const auto& analysis = std::get<domain::Analysis>(measured);
  domain::Analysis scores;  // its findings are not needed
  scores.complexity_score = analysis.complexity_score;
  scores.maintainability_score = analysis.maintainability_score;
  scores.unparsed = analysis.unparsed;
  return codec::Compressor(1).compress(
      domain::serialise(reusable.earlier) + "\n" + domain::serialise(reusable.after()) + "\n" +
      codec::dump_json(asked, codec::JsonStyle::compact) + "\n" + kind.serialise(std::move(scores)));
}

Result<std::optional<SentParts>> find_sent_parts(std::string_view packed, const Kind& kind, cache::ResultCache& cache) {
  auto unpacked = unpack(packed, kind);
  if (!unpacked) return std::nullopt;
  TRY_ASSIGN(auto entry, cache.find(unpacked->from));
  Reusable& reusable = unpacked->parts.reusable;
  if (!entry || codec::sha256_hex(entry->result) != reusable.digest) return std::nullopt;
  auto answer = analysis_in(kind, *entry);
  if (!answer) return std::nullopt;
  reusable.answer = *std::move(answer);
  reusable.info = std::move(entry->info);
  return std::move(unpacked->parts);
}

}  // namespace rustassistant::app
