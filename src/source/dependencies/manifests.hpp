// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What manifests say, as far as files are found by it. Text from outside: what cannot be read says nothing.
namespace rustassistant::source {

// A module of Go and the folders that `replace` puts in place of other modules.
struct GoModule {
  std::string path;
  std::vector<std::pair<std::string, std::string>> replaced;  // module, folder relative to go.mod
};
[[nodiscard]] GoModule read_go_mod(std::string_view content);

struct CargoPackage {
  std::string name;                            // as written; empty in a workspace's own manifest
  std::string library;                         // name of the library, where another one is given
  std::vector<std::string> roots;              // `path` of [lib], [[bin]], [[test]], …, and `build`
  std::string library_path;                    // `path` of [lib]
  std::map<std::string, std::string> renamed;  // dependencies by another name: name in code, package
};
[[nodiscard]] CargoPackage read_cargo_toml(std::string_view content);

// JSON with comments and commas before brackets, as in tsconfig.json.
[[nodiscard]] std::optional<nlohmann::json> read_json_with_comments(std::string_view content);

// The folders in which a compiler looks for headers, by the file that it compiles; paths as they are written, made
// absolute by each command's folder.
[[nodiscard]] std::map<std::string, std::vector<std::string>> read_compile_commands(std::string_view content);

}  // namespace rustassistant::source
