// SPDX-License-Identifier: MIT
// Names that the system gives things, at their bounds.
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/sys/environment.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/paths.hpp"
#include "rustassistant/sys/terminal.hpp"

using namespace rustassistant;

TEST_CASE(
    "each file system that machines share has its number, and those "
    "beside it have not") {
  struct Row {
    std::int64_t magic;
    const char* name;
  };
  for (const Row& row :
       {Row{0x6969, "NFS"}, Row{0x517b, "SMB"}, Row{0xff534d42, "CIFS"}, Row{0xfe534d42, "SMB2"}, Row{0x01021997, "9P"},
        Row{0x65735546, "FUSE"}, Row{0x5346414f, "AFS"}, Row{0x6b414653, "AFS"}, Row{0x73757245, "Coda"},
        Row{0x564c, "NCP"}, Row{0x00c36400, "Ceph"}, Row{0x0bd00bd0, "Lustre"}, Row{0x47504653, "GPFS"},
        Row{0x01161970, "GFS2"}, Row{0x7461636f, "OCFS2"}}) {
    CHECK(sys::network_file_system_of(row.magic) == row.name);
    CHECK_FALSE(sys::network_file_system_of(row.magic + 1));
  }
}

TEST_CASE("folders and extensions of paths at their bounds") {
  CHECK(sys::folder_of("a") == ".");
  CHECK(sys::folder_of("/a") == "/");
  CHECK(sys::folder_of("a/") == "a");
  CHECK(sys::folder_of("a/b") == "a");
  CHECK(sys::folder_of("/a/b") == "/a");
  CHECK(sys::folder_of("") == ".");
  CHECK(sys::extension_of("a.") == "");
  CHECK(sys::extension_of("a.C") == "c");
  CHECK(sys::extension_of(".a") == "");
  CHECK(sys::extension_of("x.y/.a") == "");
  CHECK(sys::extension_of("x.y/a") == "");
  CHECK(sys::extension_of("a.b.c") == "c");
  CHECK(sys::extension_of("a." + std::string(16, 'x')) == std::string(16, 'x'));
  CHECK(sys::extension_of("a." + std::string(17, 'x')) == "");
}

TEST_CASE("an empty variable is none, and ~ is home only where there is one") {
  const sys::Environment environment(sys::Variables{{"A", "1"}, {"AB", "2"}, {"AC", ""}, {"B", "3"}, {"HOME", "/h"}});
  CHECK(environment.value("A") == "1");
  CHECK_FALSE(environment.value("AC"));
  CHECK_FALSE(environment.value("C"));
  CHECK(environment.names_with_prefix("A") == std::vector<std::string>{"A", "AB"});
  CHECK(environment.names_with_prefix("AB") == std::vector<std::string>{"AB"});
  CHECK(environment.names_with_prefix("Z").empty());
  CHECK(sys::home_expanded("~", environment) == "/h");
  CHECK(sys::home_expanded("~/a~", environment) == "/h/a~");
  CHECK(sys::home_expanded("~a", environment) == "~a");
  CHECK(sys::home_expanded("a~/", environment) == "a~/");
  CHECK(sys::home_expanded("~/a", sys::Environment(sys::Variables{})) == "~/a");
}

TEST_CASE("colors for each choice, variable and terminal") {
  struct Row {
    sys::Variables variables;
    bool at_terminal;
    bool elsewhere;
  };
  for (const Row& row :
       {Row{{}, true, false}, Row{{{"TERM", "dumb"}}, false, false}, Row{{{"TERM", "xterm"}}, true, false},
        Row{{{"NO_COLOR", "0"}}, false, false}, Row{{{"NO_COLOR", ""}}, true, false},
        Row{{{"CLICOLOR_FORCE", "1"}}, true, true}, Row{{{"CLICOLOR_FORCE", "0"}}, true, false},
        Row{{{"CLICOLOR_FORCE", "1"}, {"TERM", "dumb"}}, true, true}}) {
    const sys::Environment environment(row.variables);
    CHECK(sys::use_color(sys::ColorChoice::automatic, environment, true) == row.at_terminal);
    CHECK(sys::use_color(sys::ColorChoice::automatic, environment, false) == row.elsewhere);
    for (const bool terminal : {false, true}) {
      CHECK(sys::use_color(sys::ColorChoice::always, environment, terminal));
      CHECK_FALSE(sys::use_color(sys::ColorChoice::never, environment, terminal));
    }
  }
}
