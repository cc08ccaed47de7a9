// SPDX-License-Identifier: MIT
#include "rustassistant/sys/file_system.hpp"

#include <sys/statfs.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace rustassistant::sys {
namespace {

struct FileSystem {
  std::uint32_t magic;  // linux/magic.h, and the file systems' own sources
  std::string_view name;
};

constexpr auto kNetworkFileSystems = std::to_array<FileSystem>({
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB2"},
    {0x01021997, "9P"},
    {0x65735546, "FUSE"},
    {0x5346414f, "AFS"},
    {0x6b414653, "AFS"},
    {0x73757245, "Coda"},
    {0x564c, "NCP"},
    {0x00c36400, "Ceph"},
    {0x0bd00bd0, "Lustre"},
    {0x47504653, "GPFS"},
    {0x01161970, "GFS2"},
    {0x7461636f, "OCFS2"},
});

}  // namespace

std::optional<std::string_view> network_file_system_of(std::int64_t magic) {
  const auto low = static_cast<std::uint32_t>(magic);  // 32-bit kernels sign-extend it
  const auto* const found = std::find_if(kNetworkFileSystems.begin(), kNetworkFileSystems.end(),
                                         [low](const FileSystem& system) { return system.magic == low; });
  return found == kNetworkFileSystems.end() ? std::nullopt : std::optional(found->name);
}

std::optional<std::string_view> network_file_system_at(const std::string& path) {
  std::string place = path;
  struct statfs facts{};
  while (::statfs(place.c_str(), &facts) != 0) {
    const auto slash = place.rfind('/');
    if (errno != ENOENT || slash == std::string::npos || place.size() == 1) return std::nullopt;
    place.resize(slash == 0 ? 1 : slash);
  }
  return network_file_system_of(static_cast<std::int64_t>(facts.f_type));
}

}  // namespace rustassistant::sys
