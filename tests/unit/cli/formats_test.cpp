// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>

#include "command.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/render/report.hpp"

using namespace rustassistant;
using namespace rustassistant::cli;

TEST_CASE("every format of reviews can be named by the option and by the setting, and no other") {
  const auto review = std::find_if(commands().begin(), commands().end(),
                                   [](const Command& command) { return full_name(command) == "refactor analyze"; });
  REQUIRE(review != commands().end());
  const auto option = std::find_if(review->options.begin(), review->options.end(),
                                   [](const Option& one) { return name_of(one) == "--format"; });
  REQUIRE(option != review->options.end());
  CHECK(option->setting == "output.format");
  const auto choices = split(option->choices, '|');
  config::Settings settings;
  const config::SettingRow* row = config::setting_row("output.format");
  REQUIRE(row != nullptr);
  std::size_t reviews = 0;
  for (const render::FormatRow& format : render::formats()) {
    INFO(format.name);
    const bool for_reviews = format.make != nullptr;
    if (for_reviews) ++reviews;
    CHECK((std::find(choices.begin(), choices.end(), format.name) != choices.end()) == for_reviews);
    CHECK((row->assign(settings, {std::string(format.name)}) == nullptr) == for_reviews);
  }
  CHECK(choices.size() == reviews);
  CHECK(render::format_named(config::Settings{}.output.format) != nullptr);
}
