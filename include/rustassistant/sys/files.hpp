// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rustassistant/base/result.hpp"

// Files and folders. Paths are bytes, as the kernel sees them.
namespace rustassistant::sys {

// Owns a file descriptor.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept : descriptor_(other.release()) {}
  FileHandle& operator=(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] explicit operator bool() const { return descriptor_ >= 0; }
  int release();

 private:
  int descriptor_ = -1;
};

// The path for messages: quoted, and harmless on a terminal.
[[nodiscard]] std::string quoted(std::string_view path);
// "No such file or directory" and the like for the current errno or a given one.
[[nodiscard]] std::string errno_text(int error);

// The whole of a regular file of at most `max_bytes`; never blocks on a FIFO or device. Errors are of kind input.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::int64_t max_bytes);
// The same where the file may be missing.
[[nodiscard]] Result<std::optional<std::string>> read_file_if_exists(const std::string& path, std::int64_t max_bytes);
// Everything from standard input, at most `max_bytes`.
[[nodiscard]] Result<std::string> read_standard_input(std::int64_t max_bytes);

// Writes whole or not at all: a temporary file in the same folder, then a rename. Errors are of kind storage. A path
// that is no regular file (such as /dev/stdout) is written to directly.
[[nodiscard]] Result<void> write_file_atomically(const std::string& path, std::string_view content, unsigned mode);

// The same for content that comes in pieces. What was not committed leaves no trace.
class AtomicFile {
 public:
  [[nodiscard]] static Result<AtomicFile> create(const std::string& path, unsigned mode);
  // A file that the user named for a result. One that exists keeps its mode, a new one gets what the umask leaves of
  // 0666. A symbolic link stays; the file that it leads to is written.
  [[nodiscard]] static Result<AtomicFile> create_for_user(const std::string& path);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  [[nodiscard]] Result<void> write(std::string_view content);
  [[nodiscard]] Result<void> commit();

 private:
  AtomicFile(std::string path, std::string temporary, FileHandle file, unsigned mode)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(std::move(file)), mode_(mode) {}

  std::string path_;
  std::string temporary_;  // empty: written directly, or committed
  FileHandle file_;
  unsigned mode_;
};

// A file, or standard input for "-", read piece by piece. Errors are of kind input.
class FileReader {
 public:
  [[nodiscard]] static Result<FileReader> open(const std::string& path);
  // At most `most` bytes; empty at the end.
  [[nodiscard]] Result<std::string> read(std::size_t most);

 private:
  FileReader(std::string path, FileHandle file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  FileHandle file_;  // none: standard input
};

// Creates the folder and its missing parents with mode 0700; a folder that exists is left as it is.
[[nodiscard]] Result<void> create_private_folder(const std::string& path);

// Without symbolic links, "." and ".."; the working folder for a relative path. An Error (input) where it does not
// exist.
[[nodiscard]] Result<std::string> canonical_path(const std::string& path);
[[nodiscard]] bool is_folder(const std::string& path);
[[nodiscard]] bool exists(const std::string& path);
// Of a regular file, in bytes; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> file_size(const std::string& path);
// Gives a file a name that no other file has, and flushes both folders' entries. False: the name is taken, and nothing
// was changed. Errors are of kind storage.
[[nodiscard]] Result<bool> rename_unless_taken(const std::string& from, const std::string& to);
// Gives a file another name, over a file that has it. Error (storage).
[[nodiscard]] Result<void> rename_file(const std::string& from, const std::string& to);
// Removes a file; one that is not there is no error. Error (storage).
[[nodiscard]] Result<void> remove_file(const std::string& path);
[[nodiscard]] std::string joined(std::string_view folder, std::string_view name);

}  // namespace rustassistant::sys
