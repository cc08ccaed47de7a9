// SPDX-License-Identifier: MIT
#include "output.hpp"

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {

Result<Output> Output::open(const std::string& path) {
  Output output;
  if (!path.empty()) {
    TRY_ASSIGN(auto file, sys::AtomicFile::create_for_user(path));
    output.file_.emplace(std::move(file));
  }
  return output;
}

void Output::write(std::string_view text) {
  if (error_ || closed_ || text.empty()) return;
  if (file_) {
    if (auto written = file_->write(text); !written) error_ = written.error();
  } else if (auto written = sys::write_stream(sys::Stream::out, text); !written) {
    error_ = written.error();
  } else {
    closed_ = *written == sys::Written::closed;
  }
}

bool Output::closed() const {
  return closed_ || (!file_ && sys::is_closed(sys::Stream::out));
}

Result<void> Output::finish() {
  if (error_) return tl::unexpected(*error_);
  return file_ ? file_->commit() : Result<void>();
}

std::string harmless(std::string text, render::Format format) {
  return format == render::Format::text ? without_commands(std::move(text)) : text;
}

}  // namespace rustassistant::cli
