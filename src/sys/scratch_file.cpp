// SPDX-License-Identifier: MIT
#include "rustassistant/sys/scratch_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>

namespace rustassistant::sys {
namespace {

tl::unexpected<Error> failed(const char* attempt) {
  return fail(Errc::storage, std::string("cannot ") + attempt + " a temporary file: " + errno_text(errno));
}

}  // namespace

Result<ScratchFile> ScratchFile::create(const std::string& folder) {
  std::string name = joined(folder, ".rustassistant-XXXXXX");
  FileHandle file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file) return failed("create");
  ::unlink(name.c_str());
  return ScratchFile(std::move(file));
}

Result<void> ScratchFile::write(std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file_.descriptor(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write");
    content.remove_prefix(static_cast<std::size_t>(written));
    size_ += written;
  }
  return {};
}

Result<void> ScratchFile::rewind() {
  if (::lseek(file_.descriptor(), 0, SEEK_SET) < 0) return failed("read");
  return {};
}

Result<std::string> ScratchFile::read(std::size_t most) {
  std::string piece(most, '\0');
  while (true) {
    const ssize_t got = ::read(file_.descriptor(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read");
    piece.resize(static_cast<std::size_t>(got));
    return piece;
  }
}

}  // namespace rustassistant::sys
