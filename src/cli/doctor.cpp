// SPDX-License-Identifier: MIT
#include "rustassistant/app/doctor.hpp"

#include "command.hpp"
#include "exit_code.hpp"
#include "rustassistant/render/program.hpp"

namespace rustassistant::cli {

Result<int> run_doctor(const Context& context) {
  const auto reach = context.arguments.has("--online") ? app::Reach::online : app::Reach::offline;
  const app::Diagnosis diagnosis = app::diagnose(context.services, reach);
  TRY(context.print(render::diagnosis(diagnosis, context.view())));
  return exit_code_of(diagnosis.outcomes, false);
}

}  // namespace rustassistant::cli
