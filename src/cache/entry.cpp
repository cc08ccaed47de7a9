// SPDX-License-Identifier: MIT
#include "rustassistant/cache/entry.hpp"

#include <algorithm>
#include <utility>

#include "rustassistant/base/text.hpp"

namespace rustassistant::cache {

domain::AnalysisType EntryInfo::type() const {
  return domain::analysis_type_named(factors.type).value_or(domain::AnalysisType::refactor);
}

domain::Provider EntryInfo::provider() const {
  return domain::provider_named(factors.provider).value_or(domain::Provider::builtin);
}

ContentHash EntryInfo::content_hash() const {
  ContentHash hash{};
  const auto bytes = from_hex(factors.content_hash);
  if (bytes && bytes->size() == hash.size()) std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

EntryInfo entry_info(domain::KeyFactors factors) {
  EntryInfo info;
  info.key = domain::cache_key(factors);
  info.factors = std::move(factors);
  return info;
}

}  // namespace rustassistant::cache
