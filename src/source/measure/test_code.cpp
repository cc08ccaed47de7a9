// SPDX-License-Identifier: MIT
#include "test_code.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "names.hpp"
#include "rustassistant/source/test_files.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::string_view kTestFolders =
    " test tests testing __tests__ spec specs testdata testdir test-utils test_utils e2e testsuite unittest unittests "
    "integration-tests integration_tests ";
constexpr auto kTestEnds =
    std::to_array<std::string_view>({"_test", "_tests", "_unittest", ".test", ".spec", "-test", "-spec", "_spec",
                                     ".e2e", ".cy", ".test-d", "Test", "Tests", "TestCase"});
constexpr std::string_view kTestNames = " test tests conftest spec ";

constexpr std::string_view kRustTests = " test bench rstest test_case wasm_bindgen_test quickcheck proptest test_log ";
constexpr std::string_view kCppMacros =
    " TEST TEST_F TEST_P TYPED_TEST TYPED_TEST_P TEST_CASE TEMPLATE_TEST_CASE SCENARIO BOOST_AUTO_TEST_CASE "
    "BOOST_FIXTURE_TEST_CASE ";
constexpr auto kJavaAnnotations = std::to_array<std::string_view>(
    {"@Test", "@ParameterizedTest", "@RepeatedTest", "@TestFactory", "@Before", "@After"});

bool is_java_test(TSNode function, std::string_view text) {
  const TSNode first = ts_node_named_child(function, 0);
  if (ts_node_is_null(first) || std::string_view(ts_node_type(first)) != "modifiers") return false;
  const std::string_view modifiers = text_of(first, text);
  return std::any_of(kJavaAnnotations.begin(), kJavaAnnotations.end(),
                     [&](std::string_view word) { return modifiers.find(word) != std::string_view::npos; });
}

bool is_go_test(TSNode function, std::string_view name, std::string_view text) {
  constexpr auto kStarts = std::to_array<std::string_view>({"Test", "Benchmark", "Fuzz", "Example"});
  if (std::none_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return name.starts_with(start); }))
    return false;
  const TSNode parameters = parameters_node(function);
  return !ts_node_is_null(parameters) && text_of(parameters, text).find("testing.") != std::string_view::npos;
}

}  // namespace

bool is_test_attribute(std::string_view text) {
  std::string packed;
  for (const char c : text.substr(0, 512)) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') packed += c;
  }
  const std::size_t open = packed.find('[');
  if (open == std::string::npos) return false;
  const std::string_view inner = std::string_view(packed).substr(open + 1);
  if (inner.substr(0, 4) == "cfg(") {
    const auto has = [&](std::string_view part) { return inner.find(part) != std::string_view::npos; };
    return has("(test)") ? !has("not(test)") : has("(test,") || has(",test)") || has(",test,");
  }
  std::string_view path = inner.substr(0, inner.find_first_of("](="));
  path.remove_prefix(path.rfind(':') + 1);
  return has_word(kRustTests, path);
}

bool is_test_function(TSNode function, std::string_view name, std::string_view text, std::string_view language) {
  if (language == "java") return is_java_test(function, text);
  if (language == "go") return is_go_test(function, name, text);
  if (language == "python") return name.starts_with("test_");
  if (language == "cpp" || language == "c")
    return has_word(kCppMacros, name.substr(0, name.find('('))) || name.starts_with("test_") ||
           name.ends_with("_test") || name.ends_with("Test");
  return false;
}

bool is_test_path(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) break;
    if (has_word(kTestFolders, path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
  const std::string_view stem = path.substr(0, path.rfind('.'));
  if (has_word(kTestNames, stem) || stem.starts_with("test_") || stem.starts_with("test-")) return true;
  return std::any_of(kTestEnds.begin(), kTestEnds.end(), [&](std::string_view end) { return stem.ends_with(end); });
}

}  // namespace rustassistant::source
