// SPDX-License-Identifier: MIT
// The work of a cache hit and nothing else: floor_hit SOURCE CACHE_DB ACCESS_FILE. Reads and hashes the source, finds
// its entry, decompresses it, prints it, and appends an access record. The product's libraries are linked, as every
// process of the product must start with them.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <fcntl.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <cstdint>
#include <string>

#include "linked/everything.hpp"
#include "rustassistant/base/embedded.hpp"

namespace bench {
extern const std::span<const rustassistant::EmbeddedFile> kDictionaries;
}

namespace {

std::string read_all(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat facts{};
  if (file < 0 || ::fstat(file, &facts) != 0) return {};
  std::string content(static_cast<std::size_t>(facts.st_size), '\0');
  const ssize_t got = ::read(file, content.data(), content.size());
  ::close(file);
  content.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return content;
}

std::int64_t prefix_of_hash(const std::string& content) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_CTX hash;
  SHA256_Init(&hash);
  SHA256_Update(&hash, content.data(), content.size());
  SHA256_Final(digest, &hash);
  std::uint64_t prefix = 0;
  for (int i = 0; i < 8; ++i) prefix = prefix << 8U | digest[i];
  return static_cast<std::int64_t>(prefix);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1000) return static_cast<int>(use_everything(argv[0]));
  if (argc != 4) return 2;
  const std::int64_t prefix = prefix_of_hash(read_all(argv[1]));
  sqlite3* database = nullptr;
  sqlite3_stmt* query = nullptr;
  const std::string uri = "file:" + std::string(argv[2]) + "?immutable=1";
  if (sqlite3_open_v2(uri.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr) !=
      0)
    return 1;
  constexpr const char* kQuery =
      "SELECT e.key_prefix, e.key_rest, b.data FROM entry e JOIN blob b ON b.id = e.blob WHERE e.content_prefix = ?";
  if (sqlite3_prepare_v2(database, kQuery, -1, &query, nullptr) != 0) return 1;
  sqlite3_bind_int64(query, 1, prefix);
  if (sqlite3_step(query) != SQLITE_ROW) return 3;
  const void* frame = sqlite3_column_blob(query, 2);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(query, 2));
  std::string text(ZSTD_getFrameContentSize(frame, size), '\0');
  const std::string_view dictionary = bench::kDictionaries.front().content;
  ZSTD_DDict* const prepared = ZSTD_createDDict(dictionary.data(), dictionary.size());
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  if (ZSTD_decompress_usingDDict(context, text.data(), text.size(), frame, size, prepared) != text.size()) return 1;
  ZSTD_freeDCtx(context);
  ZSTD_freeDDict(prepared);
  sqlite3_finalize(query);
  sqlite3_close(database);
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) return 1;
  const int access = ::open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char record[32] = {};
  return access >= 0 && ::write(access, record, sizeof record) == sizeof record ? 0 : 1;
}
