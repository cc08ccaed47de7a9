// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/render/backup.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {

Result<int> run_budget_import(const Context& context) {
  constexpr std::size_t kPiece = 65'536;
  TRY_ASSIGN(const std::string file, single_path(context, "budget import", "ledger.jsonl"));
  TRY_ASSIGN(sys::FileReader source, sys::FileReader::open(file));
  const auto imported = app::import_ledger(context.services, [&source] { return source.read(kPiece); });
  if (!imported) return fail_while("cannot import " + sys::quoted(file), imported.error());
  TRY(context.print(render::ledger_import(*imported, context.view())));
  return imported->refusals.empty() && imported->calls.later == 0 ? 0 : 1;
}

}  // namespace rustassistant::cli
