// SPDX-License-Identifier: MIT
#include "rustassistant/app/backup.hpp"

#include "command.hpp"
#include "rustassistant/render/backup.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {

Result<int> run_backup(const Context& context) {
  TRY_ASSIGN(const std::string file, single_path(context, "backup", "rustassistant.tar"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const auto backup = app::write_backup(file, loaded, context.services);
  if (!backup) return fail_while("cannot back up to " + sys::quoted(file), backup.error());
  TRY(context.print(render::backup(*backup, file, context.view())));
  return 0;
}

Result<int> run_restore(const Context& context) {
  TRY_ASSIGN(const std::string file, single_path(context, "restore", "rustassistant.tar"));
  const auto restored = app::restore_backup(file, context.services);
  if (!restored) return fail_while("cannot restore " + sys::quoted(file), restored.error());
  TRY(context.print(render::restored(*restored, context.view())));
  return restored->refusals.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
