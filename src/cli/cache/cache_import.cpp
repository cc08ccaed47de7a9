// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
Result<int> run_cache_import(const Context& context) {
  constexpr std::size_t kPiece = 65'536;
  TRY_ASSIGN(const std::string file, single_path(context, "cache import", "cache.zst"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(sys::FileReader source, sys::FileReader::open(file));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  const auto imported =
      app::import_cache(*opened.cache, context.services.clock, [&source] { return source.read(kPiece); });
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  if (!imported) return fail_while("cannot import " + sys::quoted(file), imported.error());
  TRY(context.print(render::cache_import(*imported, path, context.view())));
  return imported->refusals.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
