// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "repairs.hpp"

// What the repair of shell scripts leaves and what it blanks, as whole texts.
namespace rustassistant::source {
namespace {

struct BashRepairCase {
  std::string_view content;
  std::string_view repaired;
};

}  // namespace

TEST_CASE("here documents of shell scripts are blanked, and only they") {
  constexpr BashRepairCase kCases[] = {
      {"a\nb\n", "a\nb\n"},
      {"cat <<E\nx y\nE\nz\n", "cat    \n   \n \nz\n"},
      {"cat <<'E' >f\n$(\nE\nz\n", "cat       >f\n  \n \nz\n"},
      {"cat <<-E\n\tx\n\t\tE\nz\n", "cat     \n  \n   \nz\n"},
      {"cat <<E\n\tE\nE\nz\n", "cat    \n  \n \nz\n"},
      {"cat <<A <<B\n1\nA\n2\nB\nz\n", "cat        \n \n \n \n \nz\n"},
      {"cat <<<'a <<E'\nz\n", "cat <<<'a <<E'\nz\n"},
      {"cat <<<\"a <<E\"\nz\n", "cat <<<\"a <<E\"\nz\n"},
      {"cat <<<a <<E\nx\nE\nz\n", "cat <<<a    \n \n \nz\n"},
      {"echo \"<<E\"\nz\n", "echo \"<<E\"\nz\n"},
      {"echo \\\" <<E\nx\nE\nz\n", "echo \\\"    \n \n \nz\n"},
      {"a # <<E\nz\n", "a # <<E\nz\n"},
      {"a\t# <<E\nz\n", "a\t# <<E\nz\n"},
      {"# <<E\nz\n", "# <<E\nz\n"},
      {"a# <<E\nx\nE\nz\n", "a#    \n \n \nz\n"},
      {"a=$((1<<b))\nz\n", "a=$((1<<b))\nz\n"},
      {"((a)) <<E\nx\nE\nz\n", "((a))    \n \n \nz\n"},
      {"a \\\n", "a  \n"},
  };
  const Repair* repair = repair_for("bash");
  REQUIRE(repair != nullptr);
  for (const BashRepairCase& row : kCases) {
    CAPTURE(row.content);
    CHECK(repair->apply(row.content) == row.repaired);
  }
}

}  // namespace rustassistant::source
