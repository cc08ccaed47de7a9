// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/backup.hpp"
#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/render/view.hpp"

// Results of commands that carry a ledger, or everything, elsewhere. Pure.
namespace rustassistant::render {

[[nodiscard]] std::string ledger_import(const app::LedgerImport& import, const View& view);
[[nodiscard]] std::string backup(const app::Backup& backup, const std::string& path, const View& view);
[[nodiscard]] std::string restored(const app::Restored& restored, const View& view);

}  // namespace rustassistant::render
