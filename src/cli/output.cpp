// SPDX-License-Identifier: MIT
#include "output.hpp"

#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {

void Output::write(std::string_view text) {
  if (!path_.empty()) {
    held_ += text;
  } else if (!error_) {
    if (auto written = sys::write_stream(sys::Stream::out, text); !written) error_ = written.error();
  }
}

Result<void> Output::finish() {
  if (!path_.empty() && !error_) {
    if (auto written = sys::write_file_atomically(path_, held_, 0644); !written) error_ = written.error();
  }
  if (error_) return tl::unexpected(*error_);
  return {};
}

}  // namespace rustassistant::cli
