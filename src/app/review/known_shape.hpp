// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>

#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::app {

// What a run has learned about the shapes that a provider takes. It becomes plainer and never richer again, in whatever
// order threads come back with refusals. Safe to use from several threads.
class KnownShape {
 public:
  // Notes that the provider was asked in this shape because it refused a richer one.
  void lower_to(const llm::RequestShape& shape) {
    auto known = schema_.load();
    while (known < shape.schema && !schema_.compare_exchange_weak(known, shape.schema)) {
    }
    if (shape.folds_system) folds_system_ = true;
  }

  // The shape, made as plain as need be. The output cap stays.
  [[nodiscard]] llm::RequestShape applied_to(llm::RequestShape shape) const {
    shape.schema = std::max(shape.schema, schema_.load());
    shape.folds_system = shape.folds_system || folds_system_;
    return shape;
  }

 private:
  std::atomic<domain::SchemaMode> schema_{domain::SchemaMode::json_schema};  // the richest way that is left
  std::atomic<bool> folds_system_{false};
};

}  // namespace rustassistant::app
