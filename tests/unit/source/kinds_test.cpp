// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kind_samples.hpp"
#include "rustassistant/source/analyzer.hpp"

// The kinds that look at places in the tree rather than at measures.
namespace rustassistant::source {
namespace {

using domain::Severity;
using domain::Smell;
using domain::SmellType;

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("errors that are ignored without a word are found") {
  for (const Sample& sample : {
           Sample{"java", "class A { void f() { try { g(); } catch (E e) { } } }",
                  "function `f` ignores errors in 1 place: line 1 (empty catch)"},
           {"java", "class A { void f() { try { g(); } catch (E e) { /* closed already */ } } }", ""},
           {"java", "class A { void f() { try { g(); } catch (E ignored) { } } }", ""},
           {"java", "class A { void f() { try { g(); } catch (E e) { log(e); } } }", ""},
           {"cpp", "void f() { try { g(); } catch (...) {} }",
            "function `f` ignores errors in 1 place: line 1 (empty catch)"},
           {"cpp", "void f() { try { g(); } catch (...) { throw; } }", ""},
           {"java", "class A {\n  void f() {\n    try { g(); } catch (NoSuchMethodException e) { }\n  }\n}\n", ""},
           {"javascript", "function f() { try { g(); } catch {} }",
            "function `f` ignores errors in 1 place: line 1 (empty catch)"},
           {"javascript",
            "function f() {\n  try {\n    g();\n    // eslint-disable-next-line no-empty\n  } catch {}\n}\n", ""},
           {"typescript", "function f() { g().catch(() => {}); }",
            "function `f` ignores errors in 1 place: line 1 (empty handler of a promise)"},
           {"tsx", "function f() { g().catch(() => { /* shown elsewhere */ }); }", ""},
           {"javascript", "function f() { g().catch((e) => { log(e); }); h.catch(e); }", ""},
           {"python", "def f():\n    try:\n        g()\n    except:\n        pass\n",
            "function `f` ignores errors in 1 place: line 4 (`except: pass`)"},
           {"python", "def f():\n    try:\n        g()\n    except Exception as e:\n        pass\n",
            "function `f` ignores errors in 1 place: line 4 (`except Exception: pass`)"},
           {"python", "def f():\n    try:\n        g()\n    except Exception:\n        pass  # may be missing\n", ""},
           {"python",
            "def f():\n    try:\n        g()\n    except Exception:\n        # may be missing\n        pass\n", ""},
           {"python", "def f():\n    try:\n        g()\n    except KeyError:\n        pass\n", ""},
           {"python", "def f():\n    # g may be missing\n    try:\n        g()\n    except:\n        pass\n", ""},
           {"javascript", "function f() {\n  try {\n    g(); // may be missing\n  } catch (e) {}\n}\n", ""},
           {"python", "def f():\n    # about h\n\n    try:\n        g()\n    except:\n        pass\n",
            "function `f` ignores errors in 1 place: line 6 (`except: pass`)"},
           {"javascript", "function f() {\n  try {\n    g();\n  } catch {}\n  // try the other way\n  h();\n}\n", ""},
           {"python", "def f():\n    try:\n        g()\n    except:\n        raise\n", ""},
           {"go", "package a\nfunc f() {\n\tif err != nil {\n\t}\n}\n",
            "function `f` ignores errors in 1 place: line 3 (empty `if err != nil`)"},
           {"go", "package a\nfunc f() error {\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n", ""},
           {"rust", "fn f() { g().ok(); }", "function `f` ignores errors in 1 place: line 1 (`.ok()` drops the error)"},
           {"rust", "fn f() { let a = g().ok(); }", ""},
           {"rust", "#[test]\nfn f() { g().ok(); }", ""},
           {"bash", "#!/bin/sh\nf() {\n  cd \"$1\"\n  rm -rf ./*\n}\n",
            "function `f` ignores errors in 1 place: line 3 (`cd` that may fail)"},
           {"bash", "f() {\n  cd \"$1\" || exit 1\n  rm -rf ./*\n}\n", ""},
           {"bash", "set -eu\nf() {\n  cd \"$1\"\n  rm -rf ./*\n}\n", ""},
           {"bash", "#!/bin/bash -e\ncd x\nrm y\n", ""},
           {"bash", "(cd x && make)\ncd x\n", ""},
       }) {
    check(SmellType::missing_error_handling, sample);
  }
  CHECK(
      of_kind(SmellType::missing_error_handling, "function f() { try { g(); } catch {} }", "javascript", FileRole::test)
          .empty());
}

TEST_CASE("kinds that are off are not looked for") {
  const std::string imports = repeated("#include \"x.h\"\n", 31);
  CHECK(analyze(imports, "c", {}, FileRole::product, {}).value().smells.empty());
  CHECK(analyze(imports, "c", {}, FileRole::product, {false, false, false, true}).value().smells.size() == 1);
}

TEST_CASE("code behind a jump is found, unless it can be reached otherwise") {
  for (const Sample& sample : {
           Sample{"c", "int f(int a) { return a; a++; }",
                  "function `f` has code that is never reached in 1 place: line 1 (after `return`)"},
           {"c", "int f(int a) { goto end; a++; end: return a; }",
            "function `f` has code that is never reached in 1 place: line 1 (after `goto`)"},
           {"c", "int f(int a) { if (a) return 1; return 2; }", ""},
           {"c", "int f(int a) { goto end; end: return a; }", ""},
           {"c", "int f(int a) { goto in; while (a) { a--; in: a++; } return a; }", ""},
           {"c", "int f(int a) { switch (a) { case 1: return 1; break; case 2: return 2; } return 0; }", ""},
           {"c", "int f(int a) {\n#ifdef A\n  return a;\n#else\n  return 2;\n#endif\n}\n", ""},
           {"c", "int f(int a) {\n  return a;\n  RESTORE_WARNINGS\n}\n", ""},
           {"c", "int f(int a) { for (;;) { break;; } return a;; }", ""},
           {"c", "int f(int a) { return a;; a++; }",
            "function `f` has code that is never reached in 1 place: line 1 (after `return`)"},
           {"c", "int f(int a) { abort(); return a; __builtin_unreachable(); }", ""},
           {"cpp", "int f(int a) { throw a; a++; }",
            "function `f` has code that is never reached in 1 place: line 1 (after `throw`)"},
           {"java", "class A { void f() { while (a) { continue; } } }", ""},
           {"javascript", "function f() { return g(); function g() { return 1; } }", ""},
           {"javascript", "function f() { return 1; g(); }",
            "function `f` has code that is never reached in 1 place: line 1 (after `return`)"},
           {"typescript", "function f() { for (;;) { break; g(); } }",
            "function `f` has code that is never reached in 1 place: line 1 (after `break`)"},
           {"python", "def f():\n    raise X()\n    g()\n",
            "function `f` has code that is never reached in 1 place: line 3 (after `raise`)"},
           {"python", "def f():\n    return\n    yield\n", ""},
           {"python", "def f():\n    raise X()\n    # pylint: disable=unreachable\n    g()\n", ""},
           {"python", "def f():\n    if a:\n        return 1\n    return 2\n", ""},
           {"go", "package a\nfunc f() int {\n\treturn 1\n\tg()\n}\n",
            "function `f` has code that is never reached in 1 place: line 4 (after `return`)"},
           {"rust", "fn f() -> u8 { return 1; g(); 2 }",
            "function `f` has code that is never reached in 1 place: line 1 (after `return`)"},
           {"rust", "fn f() -> u8 {\n#[cfg(unix)]\nreturn 1;\n#[cfg(not(unix))]\nreturn 2;\n}", ""},
           {"bash", "f() {\n  exit 1\n  echo a\n}\n",
            "function `f` has code that is never reached in 1 place: line 3 (after `exit`)"},
           {"bash", "f() {\n  a || exit 1\n  echo a\n}\n", ""},
       }) {
    check(SmellType::dead_code, sample);
  }
}

TEST_CASE("a copy is found with other names, and told with its original") {
  const auto body = [](const std::string& name, const std::string& list) {
    return "int " + name + "(const int *" + list + ", int n) {\n  int sum = 0;\n  if (" + list +
           " == 0 || n <= 0) return -1;\n" + "  for (int i = 0; i < n; i++) {\n    if (" + list +
           "[i] > sum) {\n      sum += " + list +
           "[i] * 3;\n    } else {\n      sum -= 1;\n    }\n  }\n  while (sum > 100) sum /= 2;\n  switch (sum % 4) "
           "{\n" +
           "    case 0: print(\"none\", sum); break;\n    case 1: warn(sum, n, " + list +
           "[0]); break;\n    default: return sum ? -sum : n;\n  }\n  do { sum = next(sum + n); } while (sum < n && "
           "!done(" +
           list + "));\n  log(name, sum, n - 1);\n  return sum;\n}\n";
  };
  const std::string first = body("first", "list");
  const auto lines = static_cast<int>(std::count(first.begin(), first.end(), '\n'));
  const auto found =
      of_kind(SmellType::duplicated_code, first + "int between(void) { return 0; }\n" + body("second", "items"), "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].location.item_name == "second");
  CHECK(found[0].location.line_start >= lines + 2);
  CHECK(found[0].location.line_end <= 2 * lines + 1);
  CHECK(found[0].severity <= Severity::medium);
  CHECK(found[0].description.find(" repeat lines ") != std::string::npos);
  CHECK(of_kind(SmellType::duplicated_code, first, "c").empty());
  CHECK(of_kind(SmellType::duplicated_code, first + body("second", "items"), "c", FileRole::test).empty());
}

TEST_CASE("tables, ladders and small functions in a row are no copies") {
  CHECK(of_kind(SmellType::duplicated_code,
                "int f(void) {\n  static int t[] = {\n" + repeated("    1, 2, 3,\n", 200) + "  };\n  return t[0];\n}\n",
                "c")
            .empty());
  CHECK(of_kind(SmellType::duplicated_code, "void f(int a) {\n" + repeated("  if (a == 1) g(a, \"x\");\n", 200) + "}\n",
                "c")
            .empty());
  std::string small;
  for (int i = 0; i < 100; ++i) small += "  int get" + std::to_string(i) + "() {\n    return this.x;\n  }\n";
  CHECK(of_kind(SmellType::duplicated_code, "class A {\n" + small + "}\n", "java").empty());
}

TEST_CASE("a file that imports more than thirty others is coupled tightly") {
  const std::string thirty = repeated("#include <x.h>\n", 30);
  CHECK(of_kind(SmellType::tight_coupling, thirty, "c").empty());
  const auto found = of_kind(SmellType::tight_coupling, thirty + "#include \"y.h\"\n", "cpp");
  REQUIRE(found.size() == 1);
  CHECK(found[0].description == "the file imports 31 others (over 30)");
  CHECK(found[0].severity == Severity::low);
  for (const Sample& sample : {Sample{"python", "import a\n", ""},
                               {"python", "from a import b, c\n", ""},
                               {"java", "import a.b.C;\n", ""},
                               {"rust", "use a::b;\n", ""},
                               {"typescript", "import a from 'b';\n", ""}}) {
    INFO(sample.content);
    CHECK(of_kind(SmellType::tight_coupling, repeated(sample.content, 31), sample.language).size() == 1);
  }
}

}  // namespace rustassistant::source
