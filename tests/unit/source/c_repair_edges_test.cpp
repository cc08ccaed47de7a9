// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "c_macros.hpp"
#include "c_repair_fixture.hpp"

// The steps that make text of C and C++ fit for a grammar, where one form borders on another.
namespace rustassistant::source {
namespace {

constexpr CDialect in_c = CDialect::c;
constexpr CDialect in_cpp = CDialect::cpp;

std::string repeated_lines(int count, std::string_view line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

}  // namespace

TEST_CASE("what encloses a token at the edges of lambdas, templates, initializers and broken brackets") {
  constexpr CRepairRow kRows[] = {
      {in_c, "void f(void) { a(b } int c; void g(void) { h[i } int j; } int k;", "DddbddSsbdDddDddbddSsbdDdddddd"},
      {in_c, "a(b; { c } d; ( } e;", "Ddbbbvbbbbbbb"},
      {in_cpp,
       "auto f = [a](int b) mutable { c; }; void g() { h([&] { i; }, [=]() noexcept { j; }); k = { l, [m] { n; } }; "
       "o[1] { p; } }",
       "DdddbddbbdddSsdDDddddSsbbbbSsbbbbbbbbbSsbssSssvvvbvvSsvssSsbssSssd"},
      {in_cpp,
       "template <class T, class U = V<W>> struct A { T a; }; template <class X> X f() { b; } template <class Y> enum "
       "class E { c };",
       "DdddddddddddddddMmmddDdddddddddSsdDddddddddedd"},
      {in_cpp,
       "A::A() : a{1}, b{2} { c; } A::A() : a(1) { d; } extern \"C\" { e; } extern \"C\" f { } namespace a::b { g; } "
       "int h{1}; enum class I : int { j }; class K final : L<M> { n; };",
       "DdddddddvddddvddSsdDdddddddbddSsdDddDddDdddddddddDddDddvddDdddddeddDddddddddMmdd"},
      {in_cpp,
       "void f() { if constexpr (a) b; constexpr (c) d; if (e) { g; } while (h) i; catch (j) k; try { l; } catch (...) "
       "{ m; } struct n { o; }; enum { p }; int q = { r }; return { s }; do t; while (u); }",
       "DddddSssbsSsSsbsssSsbsSSssSsbsSsSsbsSsSsSssSsbsSSssSssMmssSsessSsssvssSsvssSSsSsbsSd"},
      {in_c,
       "struct s f(struct t a) { b; } struct s { c; } d; struct API s { e; }; enum f g(void) { h; } enum i { j = (k), "
       "l }; union m n = { o }; int p[] = { { q } }; r(s) { t; }",
       "DdddbbbddSsdDddMmdddDdddMmddDdddbddSsdDddeeebeeeddDddddvddDdddddvvvddDdbddSsd"},
      {in_c,
       "void f(void) { g(({ a; b; })); c = (struct d) { e }; h: i; j k: l; case m: n; default: o; p ? q : r; switch "
       "(s) { case t: u; } }",
       "DddbddSsbbSsSsbbssSssbbssSsSSsSsSssssSssSsSsSsSsssssSsbsSSssSssd"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    CHECK(contexts_of(row.content, row.dialect) == row.expected);
  }
}

TEST_CASE("branches of the preprocessor at the edges of lists, statements and each other") {
  constexpr CRepairRow kRows[] = {
      {in_c, "#define C '\"' /* x */ \"y\"\nb", "#define C '\"' \"y\"\nb"},
      {in_c, "BARE x\nW\n#define c 1\n+ 1;", "BARE x\nW\n\n+ 1;"},
      {in_c, "BARE x\nWW\n#define c 1\n+ 1;", "BARE x\nWW\n\n+ 1;"},
      {in_c, "BARE\nWW\n#define c 1\nx BARE\nWW(y)\n#define d 1\n", "BARE\nWW\n#define c 1\nx BARE\nWW(y)\n\n"},
      {in_c,
       "#if 0\na;\n#elif B\nc;\n#else\nd;\n#endif\n#if 1\ne;\n#elif F\ng;\n#else\nh;\n#endif\n#ifdef "
       "I\nj;\n#else\nk;\n#endif\n",
       "\n\n\nc;\n\nd;\n\n\ne;\n\n\n\n\n\n\nj;\n\nk;\n\n"},
      {in_c, "#if A\nb {\n#else\nc {\n#endif\nd }\n#if E\nf(\n#elif G\nh(\n#else\ni(\n#endif\nj);\n",
       "\nb {\n\n\n\nd }\n\nf(\n\n\n\n\n\nj);\n"},
      {in_c,
       "x = {\n#if A\n1,\n#else\n2,\n#endif\n#if B\n3\n#else\n4\n#endif\n#if C\n{ 5, 6 }\n#else\n{ 7 }\n#endif\n};\ny "
       "=\n#if D\n8 +\n#else\n9 |\n#endif\nz;\n#if E\n&& e\n#else\n|| f\n#endif\n;\n",
       "x = {\n\n1,\n\n2,\n\n\n3\n\n\n\n\n{ 5, 6 }\n\n{ 7 }\n\n};\ny =\n\n8 +\n\n9 |\n\nz;\n\n&& e\n\n|| f\n\n;\n"},
      {in_cpp,
       "#ifdef __cplusplus\na;\n#else\nb;\n#endif\n#if !defined ( __cplusplus )\nc;\n#else\nd;\n#endif\n#ifndef "
       "__cplusplus\ne;\n#endif\n#if defined __cplusplus\nf;\n#else\ng;\n#endif\n",
       "\na;\n\n\n\n\n\n\nd;\n\n\n\n\n\nf;\n\n\n\n"},
      {in_c,
       "#ifdef __cplusplus\na;\n#else\nb;\n#endif\n#if __cplusplus\nc;\n#else\nd;\n#endif\n#ifndef "
       "__cplusplus\ne;\n#else\nf;\n#endif\n",
       "\n\n\nb;\n\n\n\n\nd;\n\n\ne;\n\n\n\n"},
      {in_c, "#if A\nb;\n#endif\n#endif\n#else\nc\n#if D\ne;\n#else\n#if F\n", "\nb;\n\n#endif\n#else\nc\n\ne;\n\n\n"},
      {in_c,
       "#\n#pragma a\n#error \"b\n#warning c\n#line 1\n#ident \"d\"\n#include <e>\n#define F\n#undef G\n# pragma "
       "h\nint i;\n",
       "\n\n\n\n\n\n#include <e>\n#define F\n#undef G\n\nint i;\n"},
      {in_c, "#if A\nf(a\n#endif\n#if B\n)\n#endif\n;\n#if C\n} else {\n#endif\ng;\n",
       "\nf(a\n\n\n)\n\n;\n\n} else {\n\ng;\n"},
      {in_c,
       "int f(a,\n#define b 1\nc);\nenum d {\n#define e 2\nf };\nenum\n{\n#define g\nh };\nint i[] = {\n#define j\n{ "
       "1\n#define k\n}\n};\nl(\n#define m\n{\n#define n\n});\no;\n#define p\n",
       "int f(a,\n\nc);\nenum d {\n\nf };\nenum\n{\n\nh };\nint i[] = {\n\n{ 1\n\n}\n};\nl(\n\n{\n\n});\no;\n#define "
       "p\n"},
      {in_c,
       "A\n#define b\nA(c)\n#define d\nx A\n#define e\ny;\nf(g)\n#define h\ni\n#define j\nK L\n#define m\n;n:\n#define "
       "o\np ? q :\n#define r\ns;\n",
       "A\n\nA(c)\n\nx A\n\ny;\nf(g)\n#define h\ni\n\nK L\n\n;n:\n#define o\np ? q :\n#define r\ns;\n"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    CHECK(joined_branches(row.content, row.dialect) == row.expected);
  }
}

TEST_CASE("macros at the edges of declarations, statements and expressions") {
  constexpr CRepairRow kRows[] = {
      {in_cpp, "new B*[n];", "new B [n];"},
      {in_cpp, "x new B*[n]; B*[n]; new B * n;", "x new B [n]; B*[n]; new B * n;"},
      {in_cpp, "void f() { emit Q_EMIT c(); emit emit d(); }", "void f() { c(); d(); }"},
      {in_cpp, "int A::*b; int A::B::*c = &A::d; x::*; (a.*b)(c); d.*e; f->*g; h->*i(j); int k = l . *m;",
       "int *b; int *c = &A::d; *; (a. b)(c); d. e; f-> g; h-> i(j); int k = l . m;"},
      {in_cpp, "void f(int a = {}, B b = {1, 2}, C c = D{}); int e = {}; void g(A a = {",
       "void f(int a , B b , C c = D{}); int e = {}; void g(A a = {"},
      {in_cpp, "void f() { g(a ? throw 1 : throw 2); h = b ? throw 3 : c; throw; (throw 4); }",
       "void f() { g(a ? 1 : 2); h = b ? throw 3 : c; throw; ( 4); }"},
      {in_c, "void f(void) { switch (a) { case 1 + 2 + 3 ... 9: case 1 + 2 ... 9: case A: g(x ... y); } } ...",
       "void f(void) { switch (a) { case 1 + 2 + 3 : case 1 + 2 : case A: g(x ... y); } } ..."},
      {in_c, "void f(void) { a(&&b, &&c); d = (&&e); g = h && i; j[&&k]; l = { &&m }; return&&n; }",
       "void f(void) { a( &b, &c); d = ( &e); g = h && i; j[ &k]; l = { &m }; return &n; }"},
      {in_c,
       "unsigned(a); void f(void) { b = unsigned(c); unsigned(d); g(unsigned(h)); i = (unsigned(j)); k = x "
       "unsigned(l); long(*m)(int); n = -long(o); short p(q); }",
       "unsigned(a); void f(void) { b = _nsigned(c); _nsigned(d); g(unsigned(h)); i = (unsigned(j)); k = x "
       "unsigned(l); long(*m)(int); n = -_ong(o); short p(q); }"},
      {in_c, "void f(void) { a(b, offsetof(struct c, d)); goto *e; goto g; goto * h; }",
       "void f(void) { a(b, _ffsetof( c, d)); *e; goto g; * h; }"},
      {in_c, "void f(void) { a: } void g(void) { b: ; } void h(void) { x ? c: } struct s { d: };",
       "void f(void) { a:;} void g(void) { b: ; } void h(void) { x ? c: } struct s { d: };"},
      {in_cpp,
       "class A { slots: a(); x slots: b; private slots: c(); protected signals: d(); }; slots: e; void f() { slots: "
       "g(); }",
       "class A { a(); x b; private : c(); protected : d(); }; slots: e; void f() { slots: g(); }"},
      {in_c, "char *a = \"b\" C(1) \"d\" E; void f(void) { g(\"h\" I(2)); j = \"k\" L; }",
       "char *a = \"b\" C(1) \"d\" E; void f(void) { g(\"h\" ); j = \"k\" L; }"},
      {in_cpp,
       "template <A(1), class B> void c(); template <class D, E(2), F(3)> struct g; template <class H> I(4) j(); x < "
       "K(5) >; { } L < M(6) > n;",
       "template <A , class B> void c(); template <class D, E , F > struct g; template <class H> I(4) ; x < K(5) >; { "
       "} L < M(6) > n;"},
      {in_c,
       "void f(void) { A(1) } void g(void) { A(1) B(2)\n#define c\nD(3) ; E(4) = 5; F(6) if (g) h; I(7) \"j\"; K(8) 9; "
       "}",
       "void f(void) { A(1);} void g(void) { A(1);(2);\n\nD(3) ; E(4) = 5; F(6);if (g) h; I(7) \"j\"; K(8) 9; }"},
      {in_c,
       "void f(void) { if A(1) b; if (c) D(2) { e; } else F(3) { g; } while (h) I(4) { j; } K(5) { l; } M(6) N; }",
       "void f(void) { if (1) b; if (c) { e; } else { g; } while (h) { j; } K(5);{ l; } M(6);N; }"},
      {in_cpp,
       "void f() { foreach (a, b) { } foreach (c d, e(f, g)) { } x foreach (h, i) { } foreach j; BOOST_FOREACH(k) { } "
       "}",
       "void f() { for (a: b) { } for (c d: e(f, g)) { } x foreach (h, i) { } foreach j; for (k) { } }"},
      {in_c, "A(1) b; static C(2) d; E(3); f(4); static g(5) h; I(6)\nj; K(7) = 8; L(9) [10]; m(11) [12]; N(13) }",
       "A(1) ; static C d; E(3); f(4); static g h; I\nj; K(7) = 8; L(9) [10]; m(11) [12]; }"},
      {in_c, "A(1)\nint b;\nc(2)\nint d;\nstatic E(3) int f;\nstatic inline g(4) int h;\nX Y Z W V U T S I(5) int j;\n",
       "\nint b;\n\nint d;\nstatic int f;\nstatic inline int h;\nS I(5) int j;\n"},
      {in_c, "A(\"b\") { c; } D(e) { f; } G(h, \"i\") { j; } K(l m) { n; } O(p,) { q; } R() { s; }",
       "A(\"b\") { c; } D e(){ f; } G h( \"i\") { j; } K(l m) { n; } O p (){ q; } R() { s; }"},
      {in_cpp, "TEST(\"a\", \"b\") { c; } test(\"d\") { e; } TEST(f) { g; } TEST(\"h\", i) { } x TEST(\"j\") { }",
       "TEST( ) { c; } test(\"d\") { e; } TEST(f) { g; } TEST( ) { } x TEST(\"j\") { }"},
      {in_c,
       "a(b, c) int b; char c; { d; } e(f) int f; { g; } h(i) j; { k; } l(m, 1) int m; { n; } o(p) int p; } q(r) int "
       "r; ( { s; }",
       "a(b, c) int b; char c; { d; } e(f) int f; { g; } h(i) ; { k; } int m; { n; } int p; } q(r) int r; ( { s; }"},
      {in_c,
       "int a A(1); int b B(2) = 3; int c[4] C(5), d D(6); int *e E(7); struct { int f; } g G(8); h i I(9); int j "
       "k(10); L m M(11); N O P(12);",
       "int A(1); int B(2) = 3; int c[4] , d D(6); int * E(7); struct { int f; } G(8); i I(9); int k(10); m M(11); O "
       "P(12);"},
      {in_c,
       "int a(void) A(1); int b(void) B(2) { c; } int d(void) D(3) E(4); int f(void) f(5); int g[6] h(7); struct s { "
       "int i; } J(8);",
       "int a(void) ; int b(void) { c; } int d(void) E(4); int f(void) ; int g[6] ; struct s { int i; } ;"},
      {in_cpp, "A::A() : b(1), C(2) { } A::D() E(3) : f(4) { } G h() I(5), j; int k() L(6) m();",
       "A::A() : b(1), C(2) { } A::D() : f(4) { } G h() , j; int k() m();"},
      {in_c, "A\nB\nint c;\nD\ne(f);\nG\nh = 1;\ni\nint j;\nK L;\nM\n[1];\nN ~O; P\n#define Q\nR",
       "\n\nint c;\nD\ne(f);\nG\nh = 1;\n\nint j;\nK L;\nM\n[1];\nN ~O; P\n\nR"},
      {in_c, "struct s { A\nint b; C }; struct t { D\ne f; G [1]; };",
       "struct s {\nint b; C }; struct t {\ne f; G [1]; };"},
      {in_c,
       "void f(void) { A\nB(1); C\nd(2); E\nreturn; F }\nvoid g(void) { H return; X\nif (i) j; kk\nwhile (l); m\nn = "
       "1; o }",
       "void f(void) { A\nB(1); C\nd(2); E\nreturn; F }\nvoid g(void) { H return; X\nif (i) j; k;\nwhile (l); m\nn = "
       "1; o }"},
      {in_c,
       "void f(void) { a(struct b); c(int, char *, d *); e(const f *); g(h const); i(unsigned long *, struct j **); "
       "k(*l, m **n, o * const); p(int q); r(int[]); s(t, int); u(v (int)); }",
       "void f(void) { a( b); c(_nt, _har , d ); e(const f *); g(h const); i(_nsigned , j ); k(*l, m **n, o * const); "
       "p( q); r(int[]); s(t, _nt); u(v (_nt)); }"},
      {in_cpp,
       "void f() { A(const auto& b, c()); D(auto e, g); H(std::vector<int> i, j); K(l m, n); O(p, q); R(s<t> u, v); "
       "W(x& y, z); A(int b, c); A(b<c>, d); A(const b, c); A(struct d e, f); A(g.h i, j); }",
       "void f() { A( b, c()); D( e, g); H( i, j); K( m, n); O(p, q); R( u, v); W(x& y, z); A( b, c); A(b<c>, d); A( "
       "b, c); A( e, f); A(g.h i, j); }"},
      {in_c,
       "int a = b(int *), c(struct d); int e[] = { f(int), g(h *) }; void i(void) { j k(int); int l(int); *m(int); n * "
       "o(int); p q; r(int); }",
       "int a = b(int *), c(struct d); int e[] = { f(_nt), g(h ) }; void i(void) { j k(int); int l(int); *m(_nt); n * "
       "o(_nt); p q; r(_nt); }"},
      {in_cpp, "new BB*[n];", "new BB [n];"},
      {in_cpp, "x new BB*[n]; BB*[n]; new BB * n;", "x new BB [n]; BB*[n]; new BB * n;"},
      {in_cpp, "int AA::*b; int AA::BB::*c = &AA::d; x::*; (a.*b)(c); d.*e; f->*g; h->*i(j); int k = l . *m;",
       "int *b; int *c = &AA::d; *; (a. b)(c); d. e; f-> g; h-> i(j); int k = l . m;"},
      {in_cpp, "void f(int a = {}, BB b = {1, 2}, CC c = DD{}); int e = {}; void g(AA a = {",
       "void f(int a , BB b , CC c = DD{}); int e = {}; void g(AA a = {"},
      {in_c, "void f(void) { switch (a) { case 1 + 2 + 3 ... 9: case 1 + 2 ... 9: case AA: g(x ... y); } } ...",
       "void f(void) { switch (a) { case 1 + 2 + 3 : case 1 + 2 : case AA: g(x ... y); } } ..."},
      {in_cpp,
       "class AA { slots: a(); x slots: b; private slots: c(); protected signals: d(); }; slots: e; void f() { slots: "
       "g(); }",
       "class AA { a(); x b; private : c(); protected : d(); }; slots: e; void f() { slots: g(); }"},
      {in_c, "char *a = \"b\" CC(1) \"d\" EE; void f(void) { g(\"h\" II(2)); j = \"k\" LL; }",
       "char *a = \"b\" CC(1) \"d\" EE; void f(void) { g(\"h\" ); j = \"k\" LL; }"},
      {in_cpp,
       "template <AA(1), class BB> void c(); template <class DD, EE(2), FF(3)> struct g; template <class HH> II(4) "
       "j(); x < KK(5) >; { } LL < MM(6) > n;",
       "template <AA , class BB> void c(); template <class DD, EE , FF > struct g; template <class HH> II(4) ; x < "
       "KK(5) >; { } LL < MM(6) > n;"},
      {in_c,
       "void f(void) { AA(1) } void g(void) { AA(1) BB(2)\n#define c\nDD(3) ; EE(4) = 5; FF(6) if (g) h; II(7) \"j\"; "
       "KK(8) 9; }",
       "void f(void) { AA(1);} void g(void) { AA(1);B(2);\n\nDD(3) ; EE(4) = 5; FF(6);if (g) h; II(7) \"j\"; KK(8) 9; "
       "}"},
      {in_c,
       "void f(void) { if AA(1) b; if (c) DD(2) { e; } else FF(3) { g; } while (h) II(4) { j; } KK(5) { l; } MM(6) NN; "
       "}",
       "void f(void) { if (1) b; if (c) { e; } else { g; } while (h) { j; } KK(5);{ l; } MM(6);NN; }"},
      {in_c,
       "AA(1) b; static CC(2) d; EE(3); f(4); static g(5) h; II(6)\nj; KK(7) = 8; LL(9) [10]; m(11) [12]; NN(13) }",
       "AA b; static CC d; f(4); static g h; II\nj; KK(7) = 8; [10]; m(11) [12]; }"},
      {in_c,
       "AA(1)\nint b;\nc(2)\nint d;\nstatic EE(3) int f;\nstatic inline g(4) int h;\nXX YY ZZ WW VV UU TT SS II(5) int "
       "j;\n",
       "\nint b;\n\nint d;\nstatic int f;\nstatic inline int h;\nSS II(5) int j;\n"},
      {in_c, "AA(\"b\") { c; } DD(e) { f; } GG(h, \"i\") { j; } KK(l m) { n; } OO(p,) { q; } RR() { s; }",
       "AA(\"b\") { c; } DD e(){ f; } GG h( \"i\") { j; } KK(l m) { n; } OO p (){ q; } RR() { s; }"},
      {in_c,
       "int a AA(1); int b BB(2) = 3; int c[4] CC(5), d DD(6); int *e EE(7); struct { int f; } g GG(8); h i II(9); int "
       "j k(10); LL m MM(11); NN OO PP(12);",
       "int a ; int b = 3; int c[4] , d DD(6); int *e ; struct { int f; } g ; h i ; int k(10); LL m ; OO PP ;"},
      {in_c,
       "int a(void) AA(1); int b(void) BB(2) { c; } int d(void) DD(3) EE(4); int f(void) f(5); int g[6] h(7); struct s "
       "{ int i; } JJ(8);",
       "int a(void) ; int b(void) { c; } int d(void) EE(4); int f(void) ; int g[6] ; struct s { int i; } ;"},
      {in_cpp, "AA::AA() : b(1), CC(2) { } AA::DD() EE(3) : f(4) { } GG h() II(5), j; int k() LL(6) m();",
       "AA::AA() : b(1), CC(2) { } AA::DD() : f(4) { } GG II(5), j; int k() m();"},
      {in_c, "AA\nBB\nint c;\nDD\ne(f);\nGG\nh = 1;\ni\nint j;\nKK LL;\nMM\n[1];\nNN ~OO; PP\n#define QQ\nRR",
       "\n\nint c;\nDD\ne(f);\nGG\nh = 1;\n\nint j;\nKK LL;\n\n[1];\n~OO; PP\n\nRR"},
      {in_c, "struct s { AA\nint b; CC }; struct t { DD\ne f; GG [1]; };",
       "struct s {\nint b; }; struct t {\ne f; [1]; };"},
      {in_c,
       "void f(void) { AA\nBB(1); CC\nd(2); EE\nreturn; FF }\nvoid g(void) { HH return; XX\nif (i) j; kk\nwhile (l); "
       "m\nn = 1; o }",
       "void f(void) { A;\nBB(1); C;\nd(2); E;\nreturn; FF;}\nvoid g(void) { HH;return; X;\nif (i) j; k;\nwhile (l); "
       "m\nn = 1; o }"},
      {in_cpp,
       "void f() { AA(const auto& b, c()); DD(auto e, g); HH(std::vector<int> i, j); KK(l m, n); OO(p, q); RR(s<t> u, "
       "v); WW(x& y, z); AA(int b, c); AA(b<c>, d); AA(const b, c); AA(struct d e, f); AA(g.h i, j); }",
       "void f() { AA( b, c()); DD( e, g); HH( i, j); KK( m, n); OO(p, q); RR( u, v); WW(x& y, z); AA( b, c); AA(b<c>, "
       "d); AA( b, c); AA( e, f); AA(g.h i, j); }"},
      {in_c, "void f(void) { a(struct s * const, int * const, const * b, int * * c, int * d); }",
       "void f(void) { a( s , _nt , b, c, d); }"},
      {in_c, "static AB(1) int b;", "static int b;"},
      {in_c, "AB CD(1) int b;", "int b;"},
      {in_cpp, "void f() { x, ; foreach (a, b) c; }", "void f() { x, ; for (a: b) c; }"},
      {in_c, "a asm(\"b\");", "a ;"},
      {in_c, "asm(\"b\"); asm (\"c\") d;", "asm(\"b\"); asm (\"c\") ;"},
      {in_c, "int a AB(1);", "int a ;"},
      {in_c, "a AB(1);", "a AB(1);"},
      {in_c, "* a AB(1);", "* a ;"},
      {in_c, "void f(void) { switch (a) { case -1 + 2 + 3 ... 9: case -1 + 2 ... 4: ; } }",
       "void f(void) { switch (a) { case -1 + 2 + 3 ... 9: case -1 + 2 : ; } }"},
      {in_c, "int a; static inline const volatile extern register typedef AB(1) int b;",
       "int a; static inline const volatile extern register typedef int b;"},
      {in_c, "int a; static inline const volatile extern register typedef restrict AB(1) int b;",
       "int a; static inline const volatile extern register typedef restrict AB(1) int b;"},
      {in_cpp,
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, AB(1)> void c();",
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, AB > void c();"},
      {in_cpp,
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, int, AB(1)> void c();",
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, int, AB(1)> void c();"},
      {in_cpp,
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, int, int, AB(1)> void c();",
       "template <class A, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, "
       "int, int, int, int, int, int, int, int, int, int, int, int, int, AB(1)> void c();"},
      {in_cpp, "template <AB(1), int> void c();", "template <AB , int> void c();"},
      {in_cpp, "a <AB(1), int> c;", "a <AB(1), int> c;"},
      {in_c,
       "f(a) int a; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; "
       "int b; int b; int b; int b; int b; int b; { c; }",
       "int a; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int "
       "b; int b; int b; int b; int b; int b; { c; }"},
      {in_c,
       "f(a) int a; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; "
       "int b; int b; int b; int b; int b; int b; int b; { c; }",
       "int a; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int "
       "b; int b; int b; int b; int b; int b; int b; { c; }"},
      {in_c,
       "f(a) int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; "
       "int b; int b; int b; int b; int a, b; { c; }",
       "f(a) int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; int b; "
       "int b; int b; int b; int b; int a, b; { c; }"},
      {in_c, "f(a)", ""},
      {in_c, "AB(a)", ""},
      {in_c, "AB(a);", ""},
      {in_c, "AB(a); int b;", "int b;"},
      {in_c, "f(a); AB", "f(a);"},
      {in_c, "x(AB", "x(AB"},
      {in_c, "AB(c) {", "AB c(){"},
      {in_c, "} AB(c) } d", "} AB(c) } d"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    CHECK(squeezed(without_macros(row.content, row.dialect)) == row.expected);
  }
}

TEST_CASE("branches are chosen in conditionals up to 64 within each other; deeper ones all stay") {
  const auto within = [](int around) {
    return joined_branches(
        repeated_lines(around, "#if A\n") + "#if B\nb {\n#else\nc {\n#endif\n" + repeated_lines(around, "#endif\n"),
        in_c);
  };
  const auto lines = [](int around, std::string_view kept) {
    return repeated_lines(around + 1, "\n") + std::string(kept) + repeated_lines(around + 1, "\n");
  };
  CHECK(within(63) == lines(63, "b {\n\n\n"));
  CHECK(within(64) == lines(64, "b {\n\nc {\n"));
}

}  // namespace rustassistant::source
