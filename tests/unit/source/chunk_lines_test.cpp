// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "whole_results.hpp"

// Chunks of files that are longer than one, whole.
namespace rustassistant::source {

TEST_CASE("chunks of what is longer than one, where they are, and what they are in") {
  std::string calls;
  for (int i = 1000; i < 1100; ++i) calls += "        call(" + std::to_string(i) + ");\n";
  std::string functions;
  for (int i = 10; i < 46; ++i)
    functions += "fun m" + std::to_string(i) + "() {\n    work(1, 2, 3, 4, 5, 6, 7, 8, 9)\n    more\n}\n\n";
  CHECK(whole::chunks(std::string("impl A {\n    const B: u8 = 1;\n    fn long() {\n") + calls +
                          "    }\n    fn short() {}\n}\nfn after() {}\nmod tests {\n    fn t() {\n" + calls +
                          "    }\n    fn u() {}\n}\n",
                      "rust") ==
        whole::Lines{"0+1486 1-75", "  const B A::B 2-2 within", "  method long A::long 3-104 within",
                     "1486+566 76-104 method A::long", "2052+1499 105-181 impl A",
                     "  method short A::short 105-105 within", "  function after 107-107", "  module tests 108-212",
                     "  function t tests::t 109-210", "3551+566 182-210 function tests::t test",
                     "4117+16 211-212 module tests test", "  function u tests::u 211-211"});
  CHECK(whole::chunks(std::string("class A:\n    b = 1\n    def long(self):\n") + calls +
                          "    def short(self):\n        pass\ndef after():\n    pass\n",
                      "python") == whole::Lines{"0+1499 1-76", "  class A 1-105", "  field b A.b 2-2 within",
                                                "  method long A.long 3-103 within", "1499+540 77-103 method A.long",
                                                "2039+56 104-107 class A", "  method short A.short 104-105 within",
                                                "  function after 106-107"});
  CHECK(whole::chunks(std::string("namespace n {\nclass A {\n  void long_one() {\n") + calls +
                          "  }\n  int b;\n};\nint c;\n}\nint after();\n",
                      "cpp") == whole::Lines{"0+1484 1-75", "  class A n::A 2-106",
                                             "  method long_one n::A::long_one 3-104 within",
                                             "1484+564 76-104 method n::A::long_one", "2048+34 105-109 class n::A",
                                             "  field b n::A::b 105-105 within", "  variable c n::c 107-107",
                                             "  function after 109-109 elsewhere"});
  CHECK(whole::chunks(functions, "kotlin") ==
        whole::Lines{
            "0+960 1-80",        "  fun m10 1-1",     "  fun m11 6-6",     "  fun m12 11-11",   "  fun m13 16-16",
            "  fun m14 21-21",   "  fun m15 26-26",   "  fun m16 31-31",   "  fun m17 36-36",   "  fun m18 41-41",
            "  fun m19 46-46",   "  fun m20 51-51",   "  fun m21 56-56",   "  fun m22 61-61",   "  fun m23 66-66",
            "  fun m24 71-71",   "  fun m25 76-76",   "960+960 81-160",    "  fun m26 81-81",   "  fun m27 86-86",
            "  fun m28 91-91",   "  fun m29 96-96",   "  fun m30 101-101", "  fun m31 106-106", "  fun m32 111-111",
            "  fun m33 116-116", "  fun m34 121-121", "  fun m35 126-126", "  fun m36 131-131", "  fun m37 136-136",
            "  fun m38 141-141", "  fun m39 146-146", "  fun m40 151-151", "  fun m41 156-156", "1920+240 161-180",
            "  fun m42 161-161", "  fun m43 166-166", "  fun m44 171-171", "  fun m45 176-176"});
}

TEST_CASE("names of chunks are bounded, and so is what stands before them") {
  const auto names = [](const std::string& text, std::string_view language) {
    std::vector<std::string> found;
    const auto chunks = chunks_of(text, language);
    for (const ChunkDefinition& one : chunks.at(0).definitions) found.push_back(one.qualified_name);
    return found;
  };
  using Names = std::vector<std::string>;
  const std::string most(256, 'x');
  CHECK(names("int " + most + ";\nint y" + most + ";\n", "c") == Names{most});
  CHECK(names(most + " = 1\ny" + most + " = 1\n", "python") == Names{most});
  const auto within = [&](std::size_t outer) {
    return names(
        "namespace " + std::string(outer, 'a') + " {\nnamespace " + std::string(255, 'b') + " {\nint c;\n}\n}\n",
        "cpp");
  };
  CHECK(within(255) == Names{std::string(255, 'a') + "::" + std::string(255, 'b') + "::c"});
  CHECK(within(256) == Names{"c"});
}

}  // namespace rustassistant::source
