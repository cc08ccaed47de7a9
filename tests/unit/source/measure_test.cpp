// SPDX-License-Identifier: MIT
#include "measure.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>
#include "rustassistant/source/locations.hpp"

#include "fixed.hpp"
#include "grammar.hpp"

namespace rustassistant::source {
namespace {

FunctionMeasures function(const Measures& measures, std::string_view name) {
  const auto found = std::find_if(measures.functions.begin(), measures.functions.end(),
                                  [&](const FunctionMeasures& f) { return f.name == name; });
  INFO("function " << name);
  REQUIRE(found != measures.functions.end());
  return *found;
}

struct Expected {
  std::string_view name;
  int line_start;
  int line_end;
  int parameters;
  int nesting;
  int complexity;
};

void check(std::string_view language, std::string_view content, const std::vector<Expected>& expected) {
  const Measures measures = measure(ParsedText(content, language));
  INFO("language " << language);
  REQUIRE(measures.parsed);
  CHECK(measures.unparsed.empty());
  CHECK(measures.functions.size() == expected.size() + 1);  // and the code outside
  for (const Expected& e : expected) {
    const FunctionMeasures f = function(measures, e.name);
    INFO("function " << e.name);
    CHECK(f.line_start == e.line_start);
    CHECK(f.line_end == e.line_end);
    CHECK(f.parameters == e.parameters);
    CHECK(f.nesting == e.nesting);
    CHECK(f.complexity == e.complexity);
  }
}

}  // namespace

TEST_CASE("every node kind that the tables name exists in its grammar") {
  const auto columns = {&GrammarFacts::functions, &GrammarFacts::lambdas,    &GrammarFacts::uncounted,
                        &GrammarFacts::nesting,   &GrammarFacts::conditions, &GrammarFacts::decisions,
                        &GrammarFacts::cases,     &GrammarFacts::arms,       &GrammarFacts::logical,
                        &GrammarFacts::items,     &GrammarFacts::scopes,     &GrammarFacts::literals,
                        &GrammarFacts::imports};
  for (const GrammarFacts& facts : all_grammar_facts()) {
    for (const auto column : columns) {
      std::string_view words = facts.*column;
      while (words.size() > 1) {
        words.remove_prefix(1);
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(word.size());
        INFO(facts.language << ": " << word);
        CHECK(ts_language_symbol_for_name(facts.grammar(), word.data(), static_cast<std::uint32_t>(word.size()),
                                          true) != 0);
      }
    }
  }
}

TEST_CASE("Rust is measured") {
  check("rust", R"(struct P { n: u32 }
impl P {
    fn classify(&mut self, a: u32, b: Option<&str>) -> u32 {
        let twice = |x: u32| if x > 9 { x } else { x * 2 };
        if a > 1 && a < 5 || a == 7 {
            for i in 0..a {
                match b {
                    Some(t) if t.len() > 2 => return i,
                    Some(_) => {}
                    None => {}
                }
            }
        } else if a == 9 {
            loop { break; }
        } else if let Some(x) = b {
            while self.n > 3 { self.n -= 1; }
        }
        twice(a)
    }
}
fn outer(a: u8) -> u8 {
    fn inner(x: u8) -> u8 { if x > 1 { 1 } else { 0 } }
    inner(a)
}
trait T { fn declared(&self, a: u8); }
)",
        // 1 + the if of the closure, if && ||, for, two of three arms and a guard, else if twice, while
        {{"classify", 3, 19, 2, 3, 12}, {"outer", 21, 24, 1, 0, 1}, {"inner", 22, 22, 1, 1, 2}});
}

TEST_CASE("C is measured") {
  check("c", R"(#if defined(A) && B
#endif
static int *find(const char *key, int (*compare)(int, int), ...)
{
#if defined(X) && defined(Y)
    int z = 0;
#endif
    for (int i = 0; i < 10; i++) {
        switch (key[i]) {
        case 'a':
        case 'b':
            do { i++; } while (i < 3);
            break;
        default:
            return 0;
        }
    }
    if (!key) return 0;
    else if (key[0]) return 0;
    else return key[1] ? 0 : 0;
}
int none(void) { return 0; }
)",
        {{"find", 3, 21, 2, 3, 8}, {"none", 22, 22, 0, 0, 1}});
}

TEST_CASE("C++ is measured") {
  check("cpp", R"(namespace n {
template <typename T>
int Box<T>::sum(const std::vector<int>& list, int start = 0, Rest... rest) const {
  auto add = [&](int x) { return x > 0 and start > 0 ? x : 0; };
  try {
    for (int x : list) {
      if (x) start += add(x);
    }
  } catch (const std::exception& e) {
    return 1;
  } catch (...) {
  }
  while (start) {
    start--;
  }
  return start;
}
struct Point {
  Point(int x) : x_(x) {}
  ~Point() = default;
  bool operator==(const Point& other) const { return x_ == other.x_; }
  int x_;
};
}
)",
        {{"Box::sum", 3, 17, 3, 3, 8}, {"Point", 19, 19, 1, 0, 1}, {"operator==", 21, 21, 1, 0, 1}});
}

TEST_CASE("Python is measured") {
  check("python", R"(class Box:
    def fill(self, a, b=1, *args, c: int = 2, **kwargs):
        if a and b or c:
            pass
        elif b:
            for x in [y for y in a if y]:
                while x:
                    x -= 1
        else:
            try:
                pass
            except ValueError:
                pass
            except (KeyError, OSError):
                pass
        match a:
            case 1:
                return lambda q: q if q else 0
            case _:
                return None

    @staticmethod
    def free(a, /, b, *, c):
        def inner(x):
            return x
        return inner(a)
)",
        // 1 + if and or, elif, for, comprehension for and if, while, two excepts, case, conditional
        {{"fill", 2, 20, 5, 3, 13}, {"free", 23, 26, 3, 0, 1}, {"inner", 24, 25, 1, 0, 1}});
}

TEST_CASE("JavaScript is measured") {
  check("javascript", R"(const load = async (url, { retries = 3 } = {}) => {
  for (const k of url) {
    if (k && url || k) { url.forEach(x => { if (x) { return; } }); }
  }
  switch (url) {
    case 1: break;
    case 2: break;
    default: return url ?? 1;
  }
};
class A {
  method(a) { try { a(); } catch (e) { return e ? 1 : 2; } }
  field = x => x;
}
module.exports.run = function (a, b) { do { a--; } while (a > b); };
(function () { function named() {} })();
const o = { 'key': function* () { yield 1; } };
export default () => 1;
)",
        {{"load", 1, 10, 2, 3, 9},
         {"method", 12, 12, 1, 1, 3},
         {"field", 13, 13, 1, 0, 1},
         {"module.exports.run", 15, 15, 2, 1, 2},
         {"named", 16, 16, 0, 0, 1},
         {"key", 17, 17, 0, 0, 1},
         {"default", 18, 18, 0, 0, 1}});
}

TEST_CASE("TypeScript and TSX are measured") {
  constexpr std::string_view kCode = R"(function f(this: Window, a: number, b?: string): void {
  if (a) { while (b) { break; } } else if (b) { throw a; }
}
class C { private m(readonly a: number): number { return a > 1 ? 1 : 2; } }
const g = (x: number): number => x;
interface I { declared(a: number): void; }
)";
  const std::vector<Expected> expected{{"f", 1, 3, 2, 2, 4}, {"m", 4, 4, 1, 0, 2}, {"g", 5, 5, 1, 0, 1}};
  check("typescript", kCode, expected);
  check("tsx", kCode, expected);
  check("tsx", "const V = (p: P) => <b>{p.x ? <i/> : p.y && <u/>}</b>;\n", {{"V", 1, 1, 1, 0, 3}});
}

TEST_CASE("Go is measured") {
  check("go", R"(package p
func (b *Box) Put(a, c int, rest ...string) error {
	if err := f(); err != nil {
		return err
	} else if a > c && c > 0 {
		for _, r := range rest {
			switch r {
			case "a", "b":
				return nil
			case "c":
			default:
			}
		}
	}
	select {
	case <-ch:
	}
	func() { if a > 1 { return } }()
	return nil
}
func none() {}
)",
        {{"Put", 2, 20, 3, 3, 9}, {"none", 21, 21, 0, 0, 1}});
}

TEST_CASE("Java is measured") {
  check("java", R"(class A {
  A(int a, String... rest) { }
  int run(final int a, A b) {
    for (int i = 0; i < a; i++) {
      for (int j : list) {
        if (a > 1 && b != null || a < 0) { return 1; } else if (a == 3) { return 2; }
      }
    }
    try (R r = open()) { a(); } catch (X | Y e) { return a > 2 ? 1 : 2; } finally { }
    int k = switch (a) { case 1, 2 -> 3; case Big c when c.x -> 5; default -> 6; };
    do { k--; } while (k > 0);
    list.forEach(x -> { while (x > 0) { x--; } });
    return 0;
  }
  abstract int declared(int a);
}
)",
        {{"A", 2, 2, 2, 0, 1}, {"run", 3, 14, 2, 3, 14}});
}

TEST_CASE("Bash is measured") {
  check("bash", R"(#!/bin/bash
build() {
  if [ -f a ] && [[ -n $b || -z $c ]]; then
    for x in 1 2; do
      while read -r line; do
        case $line in
          a) echo a ;;
          b|c) echo b ;;
          *) echo other ;;
        esac
      done
    done
  elif true; then
    echo
  fi
}
for ((i = 0; i < 3; i++)); do build || exit 1; done
)",
        {{"build", 2, 16, 0, 4, 9}});
  const Measures measures = measure(ParsedText("for x in 1; do if a; then b; fi; done\n", "bash"));
  CHECK(measures.functions.front().nesting == 2);
  CHECK(measures.functions.front().complexity == 3);
}

TEST_CASE("panics of Rust are found in code and macros but not in tests") {
  const Measures measures = measure(ParsedText(R"(fn a(x: Option<u8>) -> u8 {
    println!("{}", x.unwrap());
    let y = x
        .expect("is there");
    if y > 3 { panic!("{}", y) }
    self.expect(Token::Comma);
    x.unwrap_or(3); // x.unwrap()
    y.expect
}
static S: u8 = f().unwrap();
#[test]
fn tested() { x.unwrap(); }
#[cfg(not(test))]
fn untested() { x.unwrap(); }
#[cfg(all(test, unix))]
mod tests { fn helper() { x.unwrap(); panic!(); } }
#[cfg(test)]
/// with a comment between
#[allow(dead_code)]
mod more { #[derive(Debug)] struct S; fn helper() { x.unwrap(); } }
mod inner { #![cfg(test)] fn helper() { x.unwrap(); } }
)",
                                               "rust"));
  const auto panics = function(measures, "a").panics;
  REQUIRE(panics.size() == 3);
  CHECK((panics[0].line == 2 && panics[0].word == "unwrap"));
  CHECK((panics[1].line == 4 && panics[1].word == "expect"));
  CHECK((panics[2].line == 5 && panics[2].word == "panic!"));
  CHECK(measures.functions.front().panics.size() == 1);
  CHECK(function(measures, "untested").panics.size() == 1);
  CHECK(function(measures, "tested").panics.empty());
  for (const FunctionMeasures& f : measures.functions) CHECK((f.name != "helper" || f.panics.empty()));
}

TEST_CASE("lines are counted with and without an end of line at the end") {
  CHECK(count_lines("") == 0);
  CHECK(count_lines("a") == 1);
  CHECK(count_lines("a\n") == 1);
  CHECK(count_lines("a\nb") == 2);
  CHECK(count_lines("\n\n") == 2);
}

TEST_CASE("fixed-point logarithms agree with known values") {
  CHECK(log2_fixed(1) == 0);
  CHECK(log2_fixed(1U << 20U) == 20 * kOne);
  CHECK(log2_fixed(3) == 103'872);   // 1.58496
  CHECK(log2_fixed(10) == 217'705);  // 3.32193
  CHECK(ln_fixed(10 * kOne) == Approx(2.302585 * 65536).margin(3));
  CHECK(ln_fixed(123'456 * kOne) == Approx(11.723640 * 65536).margin(20));
  CHECK(ln_fixed(0) == 0);
}

}  // namespace rustassistant::source
