// SPDX-License-Identifier: MIT
#include "rustassistant/cache/entry.hpp"

#include <algorithm>
#include <utility>

#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::cache {

domain::AnalysisType EntryInfo::type() const {
  return domain::analysis_type_named(factors.type).value_or(domain::AnalysisType::refactor);
}

domain::Provider EntryInfo::provider() const {
  return domain::provider_named(factors.provider).value_or(domain::Provider::builtin);
}

ContentHash EntryInfo::content_hash() const {
  return array_from_hex<ContentHash>(factors.content_hash).value_or(ContentHash{});
}

EntryInfo entry_info(domain::KeyFactors factors) {
  EntryInfo info;
  info.key = domain::cache_key(factors);
  info.factors = std::move(factors);
  return info;
}

}  // namespace rustassistant::cache
