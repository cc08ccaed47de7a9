// SPDX-License-Identifier: MIT
#include "whole_measures.hpp"

// What is measured of each language, figure by figure.
namespace rustassistant::source {

TEST_CASE("all measures of C are those of the text") {
  const WholeMeasure rows[] = {
      {"c", R"~(#include <a.h>
#include "b.h"
static const int t[] = {
  1,
  2 };
int f(int a, int b, long c, long d, long e, char *g, unsigned h[2], unsigned long i, unsigned long j) {
  switch (a) { case 1: case 2: return 1; default: return 2; }
  do { a--; } while (a && b || !c);
  return a ? b : c;
} int g(void) { return 0; }
void h() {
  for (;;)
    if (a) { while (b) { } }
    else if (c) { goto x; }
  x: ;
}
)~",
       R"~(16 lines, 5 outside, 2 imports, scores 130 707
- 1-16 (16) p0 n0@0 c1 v4352697 literal 3
f 6-10 (5) p9=3 long n1@7 c7 v24672414
g 10-10 (1) p0 n0@0 c1 v1572864
h 11-16 (6) p0 n3@13 c5 v6913107)~"},
      {"c", R"~(int if (int a) { return a; }
int sizeof_it(int a, ...) { return 3; }
struct s { int a; } v = { 1 };
FOO { a; }
int (*p(int a))(int b) { return 0; }
int big(void) {
  return f("a"
    "b"
    "c"
    "d"
    "e"
    "f"
    "g"
    "h"); }
)~",
       R"~(14 lines, 3 outside, 0 imports, scores 0 746, unparsed 4-4
- 1-14 (14) p0 n0@0 c1 v5820288 literal 1 partial
sizeof_it 2-2 (1) p1=1 int n0@0 c1 v2394755
p 5-5 (1) p1=1 int n0@0 c1 v3047870
big 6-14 (9) p0 n0@0 c1 v8650752 literal 8 is literal)~"},
      {"c", R"~(void test_a(void) { }
void a_test(void) { }
void aTest(void) { }
void testa(void) { }
void a_tests(void) { }
int b(int a) {
  if (a) return = ] 1;
}
int c(void) { return 1; }
)~",
       R"~(9 lines, 0 outside, 0 imports, scores 16 889, unparsed 7-7
- 1-9 (9) p0 n0@0 c1 v0 partial
test_a 1-1 (1) p0 n0@0 c1 v655360 test
a_test 2-2 (1) p0 n0@0 c1 v655360 test
aTest 3-3 (1) p0 n0@0 c1 v655360 test
testa 4-4 (1) p0 n0@0 c1 v655360
a_tests 5-5 (1) p0 n0@0 c1 v655360
b 6-8 (3) p1=1 int n1@7 c2 v2830165 partial
c 9-9 (1) p0 n0@0 c1 v1572864)~"},
      {"c", R"~(
)~",
       R"~(1 lines, 1 outside, 0 imports, scores 0 1000
- 1-1 (1) p0 n0@0 c1 v0)~"},
      {"c", R"~(int a;)~", R"~(1 lines, 1 outside, 0 imports, scores 0 951
- 1-1 (1) p0 n0@0 c1 v311616)~"},
      {"c", R"~(int a;
int b = c ? 1 : 2;
)~",
       R"~(2 lines, 2 outside, 0 imports, scores 28 820
- 1-2 (2) p0 n0@0 c2 v2612460)~"},
      {"c", R"~(#if A && B
int a;
#elif C || D
int b;
#endif
#define M(a) (a ? 1 : 2)
int f(void) { /* a && b */ return "a && b"[0]; }
)~",
       R"~(7 lines, 6 outside, 0 imports, scores 0 885
- 1-7 (7) p0 n0@0 c1 v2162688
f 7-7 (1) p0 n0@0 c1 v2720604 literal 1 is literal)~"},
      {"c", R"~(void f(void) { }
void g(int a) {
if (a) b;
}
int x = 1 ? 2 : 3;
void h(void) { while (1) while (2) while (3) ; }
)~",
       R"~(6 lines, 1 outside, 0 imports, scores 59 855
- 1-6 (6) p0 n0@0 c2 v1869696
f 1-1 (1) p0 n0@0 c1 v655360
g 2-4 (3) p1=1 int n1@3 c2 v2285184
h 6-6 (1) p0 n3@6 c4 v3116160)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of C++ are those of the text") {
  const WholeMeasure rows[] = {
      {"cpp", R"~(TEST(A, B) {
  if (a) b();
}
TEST_CASE("a [b]") { c(); }
SCENARIO("d") { }
TESTS(A) { }
A::A(std::string a, bool b, bool c) : x(1) { try { } catch (...) { } }
bool operator<(const A& a, A b = {}) { return a and b or c; }
auto l = [](int a, int b) { return a > b ? 1 : 2; };
void k() { auto m = [&] { for (auto x : y) if (x) z(); }; }
)~",
       R"~(10 lines, 1 outside, 0 imports, scores 40 856
- 1-10 (10) p0 n0@0 c2 v5625375
TEST 1-3 (3) p2 n1@2 c2 v2612460 test
TEST_CASE 4-4 (1) p0 n0@0 c1 v913014 test
SCENARIO 5-5 (1) p0 n0@0 c1 v311616 test
TESTS 6-6 (1) p1 n0@0 c1 v524288
A::A 7-7 (1) p3=2 bool n1@7 c2 v6696875
operator< 8-8 (1) p2 n0@0 c3 v4980736
k 10-10 (1) p0 n2@10 c3 v6029312)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of Rust are those of the text") {
  const WholeMeasure rows[] = {
      {"rust", R"~(use std::io;
use a::{b,
  c};
mod d;
#[cfg(test)]
mod tests { fn t() { a.unwrap(); } }
#[test] fn u() { a.unwrap(); }
fn v(&self, a: u8, b: u8, c: u8, d: &str, e: String) -> u8 { if let Some(x) = a { 1 } else if b { 2 } else { 3 } }
fn w(self, mut a: i32) { a . unwrap ( ) ; a.unwrap(1); a.expect("x"); unwrap(); panic ! ("x"); panic(); self.expect(1); yourself.expect(2); a.unwrap; a.unwrap_or(1) }
fn x(a: A) { match a { B if c => 1, D | E => 2, _ => 3 }; loop { while a { } } let f = |q: u8, r| q && r; a?; }
const T: [u8; 3] = [
  1,
  2, 3];
static S: u8 = a.unwrap();
)~",
       R"~(14 lines, 9 outside, 2 imports, scores 89 843
- 1-14 (14) p0 n0@0 c1 v16722004 literal 3 14:unwrap
t 6-6 (1) p0 n0@0 c1 v1769472 test
u 7-7 (1) p0 n0@0 c1 v1769472 test
v 8-8 (1) p5=3 u8 n1@8 c3 v14170208
w 9-9 (1) p1=1 i32 n0@0 c1 v18411939 literal 1 is literal 9:unwrap 9:expect 9:panic!
x 10-10 (1) p1 n2@10 c6 v15584544)~"},
      {"rust", R"~(fn a() {})~", R"~(1 lines, 0 outside, 0 imports, scores 0 935
- 1-1 (1) p0 n0@0 c1 v0
a 1-1 (1) p0 n0@0 c1 v524288)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of Go are those of the text") {
  const WholeMeasure rows[] = {
      {"go", R"~(package p
import "a"
import (
  "b"
  c "d"
)
type T struct { a int }
func (t *T) M(a, b int, c int, d string, e, f string) (int, error) {
  if a > 1 && b < 2 || c == 3 { return 1, nil } else if d { for i := range e { switch i { case 1: case 2, 3: default: } } } else { go func() { }() }
  select { case <-c: default: }
  return 0, nil
}
func TestA(t *testing.T) { }
func TestB(t *T) { }
func BenchmarkC(b *testing.B) { }
func FuzzD(f *testing.F) { }
func ExampleE() { }
func tTest(t *testing.T) { }
func v(...int) { }
var w = func(a int) int { return a }
)~",
       R"~(20 lines, 8 outside, 3 imports, scores 125 827
- 1-20 (20) p0 n0@0 c1 v8908544 literal 1
M 8-12 (5) p6=3 int n3@9 c9 v30195632
TestA 13-13 (1) p1 n0@0 c1 v1869696 test
TestB 14-14 (1) p1 n0@0 c1 v1287874
BenchmarkC 15-15 (1) p1 n0@0 c1 v1869696 test
FuzzD 16-16 (1) p1 n0@0 c1 v1869696 test
ExampleE 17-17 (1) p0 n0@0 c1 v524288
tTest 18-18 (1) p1 n0@0 c1 v1869696
v 19-19 (1) p1=1 int n0@0 c1 v1016448)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of Java are those of the text") {
  const WholeMeasure rows[] = {
      {"java", R"~(package p;
import a.B;
import static c.D.*;
class A {
  @Test void a() { }
  @org.B @ParameterizedTest public void b(int a) { }
  @Override void c(String a, String b, int[] c, final int d, int e) { }
  A(int x) { this.x = x; }
  int d(Object o) { return switch (o) { case null, default -> 1; case String s when s.a -> 2; case Integer i -> 3; }; }
  void e() { synchronized (a) { for (;;) { do { continue; } while (a); } } Runnable r = () -> { if (a) b(); }; F f = x -> x; }
  int g() { switch (a) { case 1: case 2: break; default: } return a > b ? a : b; }
  abstract void h();
  @AfterEach void i() { }
}
)~",
       R"~(14 lines, 6 outside, 2 imports, scores 57 864
- 1-14 (14) p0 n0@0 c1 v6558720
a 5-5 (1) p0 n0@0 c1 v1016448 test
b 6-6 (1) p1=1 int n0@0 c1 v3054272 test
c 7-7 (1) p5=2 String n0@0 c1 v5632902
A 8-8 (1) p1=1 int n0@0 c1 v2285184
d 9-9 (1) p1 n1@9 c4 v10516800
e 10-10 (1) p0 n2@10 c4 v11612881
g 11-11 (1) p0 n1@11 c4 v7232625
i 13-13 (1) p0 n0@0 c1 v1016448 test)~"},
      {"java", R"~(class A { void if(int a) { } int b( { } }
)~",
       R"~(1 lines, 0 outside, 0 imports, scores 0 935, unparsed 1-1
- 1-1 (1) p0 n0@0 c1 v1769472 partial
b 1-1 (1) p0 n0@0 c1 v524288 partial)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

}  // namespace rustassistant::source
