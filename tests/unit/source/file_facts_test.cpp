// SPDX-License-Identifier: MIT
#include "rustassistant/source/file_facts.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/source/interfaces.hpp"

namespace rustassistant::source {

TEST_CASE("facts of a file are those of its parts, and read back as they were") {
  const std::string rust =
      "#[path = \"x.rs\"]\nmod a;\nmod b { use c::{d as e, f::*}; }\npub fn g() { crate::h::i(); }\n";
  const std::string go = "package a\nimport x \"y/z\"\nfunc F() { x.G(k) }\n";
  for (const auto& [content, language] :
       {std::pair(rust, "rust"), std::pair(go, "go"), std::pair(std::string(), "c")}) {
    const FileFacts facts = facts_of(content, language);
    CHECK(facts.imports == imports_of(content, language));
    CHECK(facts.interface_hash == interface_of(content, language).hash);
    const auto again = unpacked(packed(facts));
    REQUIRE(again);
    CHECK(*again == facts);
  }
}

TEST_CASE("bytes that are cut off, longer, or of another kind are no facts") {
  const std::string bytes = packed(facts_of("import a\nfrom b import c\n", "python"));
  for (std::size_t i = 0; i < bytes.size(); ++i) CHECK_FALSE(unpacked(bytes.substr(0, i)));
  CHECK_FALSE(unpacked(bytes + '\0'));
  CHECK_FALSE(unpacked(std::string(40, '\xff')));
  std::string bad_form = packed({{"", {{ImportForm::module, 1, "a", {}, {}, {}, {}}}, {}, {}}, {}});
  bad_form[37] = '\x7f';
  CHECK_FALSE(unpacked(bad_form));
}

}  // namespace rustassistant::source
