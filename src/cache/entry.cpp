// SPDX-License-Identifier: MIT
#include "rustassistant/cache/entry.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::cache {

domain::KeyFactors factors_of(const EntryInfo& info) {
  domain::KeyFactors factors;
  factors.type = name_of(info.type);
  factors.provider = name_of(info.provider);
  factors.endpoint = info.endpoint;
  factors.model = info.model;
  factors.prompt_hash = info.prompt_hash;
  factors.schema_version = info.schema_version;
  factors.language = info.language;
  factors.config_hash = info.config_hash;
  factors.context_hash = info.context_hash;
  factors.content_hash = to_hex(info.content_hash);
  return factors;
}

}  // namespace rustassistant::cache
