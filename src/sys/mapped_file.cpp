// SPDX-License-Identifier: MIT
#include "rustassistant/sys/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <limits>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const auto failed = [&](const std::string& why) {
    return fail(Errc::input, "cannot read " + sys::quoted(path) + ": " + why);
  };
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return failed(errno_text(errno));
  struct stat facts{};
  if (::fstat(file.descriptor(), &facts) != 0) return failed(errno_text(errno));
  if (!S_ISREG(facts.st_mode)) return failed("it is no regular file");
  MappedFile mapped;
  if (facts.st_size == 0) return mapped;
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (size > std::numeric_limits<std::size_t>::max() / 2) return failed("it is too large");
  mapped.size_ = static_cast<std::size_t>(size);
  void* const first = ::mmap(nullptr, mapped.size_, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
  if (first == MAP_FAILED) return failed(errno_text(errno));
  mapped.first_ = std::shared_ptr<const std::uint8_t>(
      static_cast<const std::uint8_t*>(first),
      [length = mapped.size_](const std::uint8_t* mapping) { ::munmap(const_cast<std::uint8_t*>(mapping), length); });
  return mapped;
}

}  // namespace rustassistant::sys
