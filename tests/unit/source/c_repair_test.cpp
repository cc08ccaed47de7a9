// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "c_macros.hpp"
#include "c_repair_fixture.hpp"

// Each step that makes text of C and C++ fit for a grammar, by what comes out of it.
namespace rustassistant::source {
namespace {

constexpr CDialect c = CDialect::c;
constexpr CDialect cpp = CDialect::cpp;

// The kind of each token, "!" where it is the first of its line, and its text.
std::string tokens_of(std::string_view content) {
  const CText text = tokenize_c(content);
  std::string shown;
  for (const CToken& token : text.tokens) {
    if (!shown.empty()) shown += '`';
    shown += "wnts#"[static_cast<std::size_t>(token.kind)];
    if (token.first_on_line) shown += '!';
    shown += text.of(token);
  }
  return shown;
}

}  // namespace

TEST_CASE("text of C is cut into words, numbers, literals, signs and directives") {
  struct Cut {
    std::string_view content;
    std::string_view tokens;
  };
  constexpr Cut kCuts[] = {
      {"a\tb\r\nc\fd\ve", "w!a`wb`w!c`wd`we"},
      {"a\\\nb \\\r\nc \\x", "w!a`wb`wc`s\\`wx"},
      {"a /* x */ b // y\nc", "w!a`wb`w!c"},
      {"a /* b", "w!a"},
      {"/*/ a */ b / c", "w!b`s/`wc"},
      {"// a \\\n b\nc // d \\\r\n e\nf // g", "w!c`w!f"},
      {"a # b\n  # c \\\n d\ne", "w!a`s#`wb`#!# c \\\n d`w!e"},
      {"#define A /* c */ 1\nb", "#!#define A         1`w!b"},
      {"#define A /* c\n d */ 1\nb", "#!#define A    \\\n      1`w!b"},
      {"#define A // c \\\n d\nb", "#!#define A      \\\n  `w!b"},
      {"#define U \"a/*b\" // c\nb", "#!#define U \"a/_b\"     `w!b"},
      {"#define C '\"' /* x */\nb '\\'' c", "#!#define C '\"'        `w!b`t'\\''`wc"},
      {"#define C '\\'' /* x */ \"\nb", "#!#define C '\\''         \"`w!b"},
      {"#if don't /* x */\nb", "#!#if don't        `w!b"},
      {"#define Q \"a\nb", "#!#define Q \"a`w!b"},
      {"#define S \"a\\\"b\" /* c */ d\ne", "#!#define S \"a\\\"b\"         d`w!e"},
      {"#define D \"/*/*\" x \"/*\"", "#!#define D \"/_/_\" x \"/_\""},
      {"#define E \"a\\", "#!#define E \"a\\"},
      {"1.5e+10f 0x1p-3 1'000'000 .5 1..2 1-2 1E 5 1P+2 0xe+1 a.5 . 6 1'' x",
       "n!1.5e+10f`n0x1p-3`n1'000'000`n.5`n1..2`n1`s-`n2`n1E`n5`n1P+2`n0xe+1`wa`n.5`s.`n6`n1`t''`wx"},
      {"R\"(a b)\" u8R\"x(a)\")x\" LR\"(a\n\"b)\" xR\"(a)\" R\"(a",
       "t!R\"(a b)\"`tu8R\"x(a)\")x\"`tLR\"(a\n\"b)\"`wxR`t\"(a)\"`tR\"(a"},
      {"R\"0123456789abcdef(x\"y)0123456789abcdef\" z", "t!R\"0123456789abcdef(x\"y)0123456789abcdef\"`wz"},
      {"R\"0123456789abcdefg(x\"y)0123456789abcdefg\" z", "t!R\"0123456789abcdefg(x\"`wy`s)`n0123456789abcdefg`t\" z"},
      {"R\"abc\" uR\"(\\)\" UR\"(\\)\"", "t!R\"abc\" uR\"(\\)\" UR\"(\\)\""},
      {"'a \"b\\\r\nc\" d 'e\\", "t!'a \"b\\\r\nc\" d '`we`s\\"},
      {"a&&b||c->d::e==f!=g<=h>=i+=j-=k*=l/=m|=n&=o^=p%=q++r--s",
       "w!a`s&&`wb`s||`wc`s->`wd`s::`we`s==`wf`s!=`wg`s<=`wh`s>=`wi`s+=`wj`s-=`wk`s*=`wl`s/"
       "=`wm`s|=`wn`s&=`wo`s^=`wp`s%=`wq`s++`wr`s--`ws"},
      {"... .. .a <<a>b $c é1", "s!...`s.`s.`s.`wa`s<`s<`wa`s>`wb`w$c`wé1"},
  };
  for (const Cut& row : kCuts) {
    CAPTURE(row.content);
    CHECK(tokens_of(row.content) == row.tokens);
  }
}

TEST_CASE("what encloses each token of C and C++, and what begins there") {
  constexpr CRepairRow kRows[] = {
      {c, "int f(void) { a(); b: c; if (d) e; else g; do h; while (i); }", "DddbddSsssSsSsSsbsSsSSsSSsSsbsSd"},
      {c, "int a[] = { 1, { 2 } }, b = { 3 }; struct s { int a; struct { int b; } c; } d = { .a = 1 };",
       "DdddddvvvvvdddddvddDddMmmMmMmmmmmddddvvvvdd"},
      {c, "enum e { A, B = (1) }; typedef enum { C } f; enum e g(void) { a; }", "DddeeeeebeddDddedddDdddbddSsd"},
      {c, "struct s f(struct s a) { return (struct s){ 1 }; } union u { int a; };", "DdddbbbddSsbbssSsSdDddMmmdd"},
      {c, "void f(void) { struct s a = { 1 }; struct { int b; } c; enum { D } e; int x[] = { 1 }; { y; } }",
       "DddbddSssssvssSsMmmsssSsesssSsssssvssSSssd"},
      {c, "void f(void) { switch (a) { case 1: b; default: c; } for (;;) d; g(({ int q; q; })); }",
       "DddbddSsbsSSssSsSsSssSsbbsSsSsbbSssSsbbssd"},
      {c, "f(a) int a; { b; }", "DdbddddDDdd"},
      {c, "int f(void) { a(b; } int g;", "DddbddSsbbdDdd"},
      {c, ") } ] int f(void) { a; }", "ddddddbddSsd"},
      {c, "extern \"C\" { int f(void) { a; } } int b;", "DddDddbddSsddDdd"},
      {c, "enum e f(enum g h) { a; } struct API(1) s { int a; };", "DdddbbbddSsdDddbdddMmmdd"},
      {c, "int a ? b : c; void f(void) { x = a ? b : c; y: z; g(h: i); }", "DddddddDddbddSsssssssSsSsSsbbbssd"},
      {cpp,
       "namespace n { class A : public B { public: A() : a(1), b{2} { c; } void f() const { d; } int e{1}; }; } int g;",
       "DddDdddddMmMmmmmmbmmmmvmmSsmMmmmmmSsmMmmvmmdddDdd"},
      {cpp, "namespace { int a; } namespace b = c; extern \"C\" void f(); extern \"C\" { d; }",
       "DdDdddDddddDddddddDddDdd"},
      {cpp,
       "template <class T> struct S { T t; }; template <class A, class B> void f(A a) { b; } template <int N = (1)> "
       "class C { c; };",
       "DdddddddMmmddDddddddddddbbddSsdDdddddbdddddMmdd"},
      {cpp, "void f() { auto a = [] { b; }; c([&](int d) mutable { e; }, [=] { g; }); h = [] () noexcept { i; }; }",
       "DddddSsssssSsssSsbbbbbbbbbSsbbbbbbSsbssSsssssssSsssd"},
      {cpp, "void f() { if constexpr (a) b; try { c; } catch (...) { d; } while (e) { g; } return {1}; x{2}; }",
       "DddddSssbsSsSsSssSsbsSSssSsbsSSssSsvssSsvssd"},
      {cpp, "int a{1}; std::vector<int> b{1, 2}; void f(A a = {}, B b = B{1}) { c; } auto g() -> int { d; }",
       "DddvddDdddddddvvvddDddbbbbbbbbbbbvbddSsdDddddddSsd"},
      {cpp,
       "class A { signals: int a; Q_SIGNALS: b; struct B { c; } d; enum E { F }; enum class G { H }; protected: i; "
       "private: j; };",
       "DddMmMmmMmMmMmmMmmmmMmmemmMmmmemmMmMmMmMmdd"},
      {cpp,
       "void f() { class A { int a; }; struct B b{1}; enum C { D }; auto e = B{2}; a[b] = { 1 }; int c[2] { 3 }; }",
       "DddddSssMmmssSsssMssSssessSssssvssSsbsssvssSssbssSssd"},
      {cpp, "struct A f() { a; } A::A() : B(1), c{2}, d{3} { e; } A::~A() { g; } bool operator==(A a) { h; }",
       "DdddddSsdDdddddddbddddvddddvddSsdDddddddSsdDdddbbddSsd"},
      {cpp, "void f(std::initializer_list<int> a = {1}, int (*g)() = [] { b; }) { c({1, 2}, d, {3}); }",
       "DddbbbbbbbbbvbbbbbbbbbbbbbSsbddSsbvvvbbbbbvbssd"},
      {cpp, "std::vector<F> a = { [] { b; }, [](int c) { d; } }; int e; enum f { g = [] { h; }() };",
       "DddddddddvvvSsvvvvvbbvvSsvddDddDddeeeeeSseeedd"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    CHECK(contexts_of(row.content, row.dialect) == row.expected);
  }
}

TEST_CASE("conditionals of the preprocessor leave one text, and no line of it within a list or statement") {
  constexpr CRepairRow kRows[] = {
      {c, "a\n#if 0\nb\n#endif\nc", "a\n\n\n\nc"},
      {c, "#if 1\na\n#else\nb\n#endif", "\na\n\n\n"},
      {c, "# if  0 \na\n# elif B\nb\n# else\nc\n# endif", "\n\n\nb\n\n\n"},
      {c, "#ifdef __cplusplus\na;\n#else\nb;\n#endif", "\n\n\nb;\n"},
      {cpp, "#ifdef __cplusplus\na;\n#else\nb;\n#endif", "\na;\n\n\n"},
      {c, "#ifndef __cplusplus\na;\n#else\nb;\n#endif", "\na;\n\n\n"},
      {cpp, "#ifndef __cplusplus\na;\n#else\nb;\n#endif", "\n\n\nb;\n"},
      {cpp,
       "#if defined(__cplusplus)\na\n#endif\n#if defined __cplusplus\nb\n#endif\n#if __cplusplus\nc\n#endif\n#if "
       "!defined(__cplusplus)\nd\n#endif\n#if !defined __cplusplus\ne\n#endif",
       "\na\n\n\nb\n\n\nc\n\n\n\n\n\n\n"},
      {c,
       "#if defined(__cplusplus)\na\n#endif\n#if defined __cplusplus\nb\n#endif\n#if __cplusplus\nc\n#endif\n#if "
       "!defined(__cplusplus)\nd\n#endif\n#if !defined __cplusplus\ne\n#endif",
       "\n\n\n\n\n\n\n\n\n\nd\n\n\ne\n"},
      {c, "#if A\na;\n#else\nb;\n#endif", "\na;\n\nb;\n"},
      {c, "#if A\nx(\n#else\ny(\n#endif\n1);", "\nx(\n\n\n\n1);"},
      {c, "#if A\nif (a) {\n#elif B\nif (b) {\n#else\n#endif\nc; }", "\nif (a) {\n\n\n\n\nc; }"},
      {c, "#if A\n#elif B\nif (b) {\n#endif\nc; }", "\n\nif (b) {\n\nc; }"},
      {c, "#if A\n} else {\n#elif B\n} else if (b) {\n#endif", "\n} else {\n\n} else if (b) {\n"},
      {c, "#if A\na ||\n#else\n&& b\n#endif\nc", "\na ||\n\n&& b\n\nc"},
      {c, "#if A\na\n#else\nb\n#endif\nc", "\na\n\n\n\nc"},
      {c, "#if A\nf(a,\n#else\nf(b,\n#endif\nc); #if B\n", "\nf(a,\n\n\n\nc); #if B\n"},
      {c, "#if A\n#if 0\na\n#else\nb;\n#endif\n#elifdef B\nc;\n#elifndef C\nd\n#endif\ne", "\n\n\n\nb;\n\n\n\n\n\n\ne"},
      {c, "#endif\n#else\na;\n#if A\nb;\n#else\nc;", "#endif\n#else\na;\n\nb;\n\nc;"},
      {c, "#pragma a\n#error b\n#warning c\n#line 1\n#ident \"d\"\n#\n#include <e>\n#define f\n#undef g",
       "\n\n\n\n\n\n#include <e>\n#define f\n#undef g"},
      {c, "f(\n#include \"x\"\na);\n#define b\n", "f(\n\na);\n#define b\n"},
      {c, "int a[] = {\n#include \"x\"\n{\n#define b\n}, };\n#define c\n", "int a[] = {\n\n{\n\n}, };\n#define c\n"},
      {c, "enum {\n#define a 1\nb = a };\nenum c {\n#define d 1\nd };\nstruct e {\n#define g 1\nint g; };\n",
       "enum {\n\nb = a };\nenum c {\n\nd };\nstruct e {\n#define g 1\nint g; };\n"},
      {c, "a = b\n#define c 1\n+ c;\nd:\n#define e\nf ) ;\n#define g\n",
       "a = b\n\n+ c;\nd:\n#define e\nf ) ;\n#define g\n"},
      {c, "f(a; }\n#define b\ng(c, {\n#define d\n});\n", "f(a; }\n#define b\ng(c, {\n\n});\n"},
      {c, "int a[] = { 1 };\n#define b\n{\n#define c\nd; }", "int a[] = { 1 };\n#define b\n{\n#define c\nd; }"},
      {c, "W(a, \"b\")\n#define c 1\nw(d ? e : f)\n#define g 2\nBEGIN\n#define h 3\nBEGIN\nw(i)\n#define j 4\n",
       "W(a, \"b\")\n#define c 1\nw(d ? e : f)\n#define g 2\nBEGIN\n#define h 3\nBEGIN\nw(i)\n#define j 4\n"},
      {c, "int a(void)\n#define b 1\n{ if (c)\n#define d 2\nw(e)\n#define f 3\n; }\nx W(y)\n#define g 4\n;",
       "int a(void)\n\n{ if (c)\n\nw(e)\n\n; }\nx W(y)\n\n;"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    CHECK(joined_branches(row.content, row.dialect) == row.expected);
  }
}

TEST_CASE("macros leave a text without them, of the same length") {
  constexpr CRepairRow kRows[] = {
      {c, "int a[] = { CS(1, A,B,,,), CS(,c), d(e, f) }; void g(void) { h(a,,b); }",
       "int a[] = { CS(1, A,B ), CS( c), d(e, f) }; void g(void) { h(a ,b); }"},
      {c, "struct s a[] = { { 1, 2 } DONE, { 3 } END(x), { 4 } LAST }; int b[] = { C, D };",
       "struct s a[] = { { 1, 2 } , { 3 } , { 4 } }; int b[] = { C, D };"},
      {c, "enum e { A DEPRECATED(8.3.0, \"x\") = 3, B OLD, C = D, E LAST(1) };", "enum e { A = 3, B , C = D, E };"},
      {c, "typedef BOOL(WINAPI *f)(void); int (FAR CALL *g)(int); int (*h)(void); void i(void) { (A *b); }",
       "typedef BOOL( *f)(void); int ( *g)(int); int (*h)(void); void i(void) { (A *b); }"},
      {cpp, "void f() { g(throw 1, x); a = new B*[n]; (c->*(d->e))(h); throw 2; }",
       "void f() { g( 1, x); a = new B [n]; (c, (d->e))(h); throw 2; }"},
      {c, "API int a(void); API code DEPRECATED(7.1, \"x\") b(void); char *OLD(2) c(int); int d(void);",
       "int a(void); code b(void); char * c(int); int d(void);"},
      {c, "int f(void) __attribute__((noreturn)) __declspec(a) { __extension__ a; }", "int f(void) { a; }"},
      {c,
       "int a asm(\"b\"); int f(void) __asm__(\"c\"); void g(void) { asm(\"d\"); register int e __asm(\"f\"); asm "
       "(\"h\"); }",
       "int a ; int f(void) __asm__(\"c\"); void g(void) { asm(\"d\"); register int e ; asm (\"h\"); }"},
      {c, "__attribute__ int a; __attribute__(( b", "int a; (( b"},
      {c, "void f(void) { switch (a) { case 1 ... 5: case 'a' ... 'z': g(...); case A(1, 2) ... 9: b; } }",
       "void f(void) { switch (a) { case 1 : case 'a' : g(...); case A(1, 2) ... 9: b; } }"},
      {cpp, "template <class... T> void f(T... a) { switch (a) { case 1 ... 2: b(c...); } }",
       "template <class... T> void f(T... a) { switch (a) { case 1 : b(c...); } }"},
      {c,
       "void *a[] = { &&b, &&c }; void f(void) { x = &&d; return &&e; g(&&h, i[&&j]); if (a && b) c; y && z; goto *k; "
       "goto l; }",
       "void *a[] = { &b, &c }; void f(void) { x = &d; return &e; g( &h, i[ &j]); if (a && b) c; y && z; *k; goto l; "
       "}"},
      {cpp, "void f() { x = &&d; a = offsetof(S, b); }", "void f() { x = &&d; a = offsetof(S, b); }"},
      {c,
       "int f(void) { a = offsetof(struct s, b[1]); c = unsigned(d) + unsigned (*e) + (unsigned)(g); unsigned(h); int "
       "unsigned (i); }",
       "int f(void) { a = _ffsetof( s, b[1]); c = _nsigned(d) + unsigned (*e) + (unsigned)(g); _nsigned(h); int "
       "unsigned (i); }"},
      {cpp, "int f() { a = unsigned(b) + long(c) + short(d) + signed(e) + int(g); } unsigned(h); A(unsigned(i));",
       "int f() { a = _nsigned(b) + _ong(c) + _hort(d) + _igned(e) + int(g); } unsigned(h); A(unsigned(i));"},
      {cpp, "void f() { emit a(b); Q_EMIT c(); emit = d; x emit e; emit 1; }",
       "void f() { a(b); c(); emit = d; emit e; emit 1; }"},
      {c, "void f(void) { switch (a) { case 1: b: } c: } int g { h: };",
       "void f(void) { switch (a) { case 1: b:;} c:;} int g { h: };"},
      {cpp,
       "class A { public slots: void a(); slots: b(); private Q_SLOTS: c(); signals: d(); Q_SIGNALS: e(); protected "
       "slots: g(); int h : 3; };",
       "class A { public : void a(); b(); private : c(); d(); e(); protected : g(); int h : 3; };"},
      {c, "void f(void) { a(\"x\" B(1) \"y\"); c = \"x\" D(2); } char e[] = \"x\" G(3);",
       "void f(void) { a(\"x\" \"y\"); c = \"x\" ; } char e[] = \"x\" G(3);"},
      {cpp,
       "template <class T, ENABLE_IF(a)> void f(T); template <ENABLE_IF(b), class T> void g(T); A<B(1), c> d; template "
       "<class T, E(a) x> i;",
       "template <class T, ENABLE_IF > void f(T); template <ENABLE_IF , class T> void g(T); A<B(1), c> d; template "
       "<class T, E(a) x> i;"},
      {c, "void f(void) { FOO(a) BAR(b) c(); FOO(d); FOO(e) }", "void f(void) { FOO(a);BAR(b);c(); FOO(d); FOO(e);}"},
      {c,
       "void f(void) { each(x, y) { z(); } if (a) each(x) { z(); } else each(x) { z(); } FOO(a) + b; FOO(c) = d; x "
       "FOO(e) y; }",
       "void f(void) { each(x, y);{ z(); } if (a) { z(); } else { z(); } FOO(a) + b; FOO(c) = d; x FOO(e) y; }"},
      {cpp, "void f() { foo(a) and bar(b); foo(a) or b; foo(a) xor b; foo(a) b(); foo(a) not_eq c; }",
       "void f() { foo(a) and bar(b); foo(a) or b; foo(a) xor b; foo(a);b(); foo(a) not_eq c; }"},
      {c, "void f(void) { foo(a) and(b); foo(c) or d; }", "void f(void) { foo(a);and(b); foo(c);or d; }"},
      {cpp,
       "void f() { foreach (int a, b) c(a); Q_FOREACH (const A<B, C>& d, e) { g(d); } BOOST_FOREACH(h, i) j; "
       "foreach(k) l; x.foreach(m, n); }",
       "void f() { for (int a: b) c(a); for (const A<B: C>& d, e) { g(d); } for (h: i) j; for (k) l; x.foreach(m, n); "
       "}"},
      {c, "W(a, \"b\")\n#define c 1\nBEGIN\n#define d 2\nEND\nint e(void) {\nWW(f)\n#define g\nh(i); }",
       "\n#define c 1\n\n#define d 2\n\nint e(void) {\nW(f);\n#define g\nh(i); }"},
      {cpp, "class API Name; class Shop item; class API Other { };", "class Name; class Shop item; class Other { };"},
      {c, "class API(1) Name { }; struct API(x) s { int a; }; struct API(y) *b; enum API(z) { A };",
       "class Name { }; struct s { int a; }; struct API(y) *b; enum API(z) { A };"},
      {c, "DEFINE_CALL(name, int, a) { b; } DEFINE_NONE(c) { d; } F(1) { e; } G(h i) { j; }",
       "DEFINE_CALL name( int, a) { b; } DEFINE_NONE c(){ d; } F(1) { e; } G(h i) { j; }"},
      {cpp, "TEST(A, B) { c; } TEST_F(D, e) { g; } API(1) void h() { i; }",
       "TEST(A, B) { c; } TEST_F(D, e) { g; } void h() { i; }"},
      {c, "MODULE(\"a\")\nint f(void) { b; }\nEXPORT(c);\nstatic DEFINE_LOCK(d);\nstatic int e;\nEXPORT(g)",
       "\nint f(void) { b; }\n\nstatic DEFINE_LOCK ;\nstatic int e;\n"},
      {c, "typedef LIST(item) items; LIST(a) b = 1; LIST(c) d[2]; LIST(e) g, h; LIST(i) j; list(k) l; list(m)\nn;",
       "typedef LIST items; LIST b = 1; LIST d[2]; LIST g, h; LIST j; list(k) ; list\nn;"},
      {c, "struct s { LIST(a) b; FIELD(c); int d ALIGNED(8); int e[2] ALIGNED(4); FIELD(g) };",
       "struct s { LIST b; int d ; int e[2] ; };"},
      {c, "f(a, b) int a; char *b; { c; } f(a, b) int c; g(1) int d; h(a) int a; } i(a) int b; j(c) int d { e; }",
       "f(a, b) int a; char *b; { c; } int c; int d; int a; } i(a) int b; int d { e; }"},
      {c,
       "int f(void) ACQUIRES(a) { b; } int x ALIGNED(8); int y ALIGNED(8) = 1; int z[2] SECTION(\"c\") = { 1 }; struct "
       "s { int a; } PACKED(1); int w aligned(8);",
       "int f(void) { b; } int x ; int y = 1; int z[2] = { 1 }; struct s { int a; } ; int aligned(8);"},
      {cpp,
       "A::A() : B(1), C(2) { d; } A::B() NOEXCEPT_IF(a) : c(1) { } void f() const OVERRIDE(1); int g() const "
       "REQUIRES(h) { i; }",
       "A::A() : B(1), C(2) { d; } A::B() : c(1) { } void f() const OVERRIDE(1); int g() const REQUIRES(h) { i; }"},
      {c,
       "int x ALIGNED(8), y; int *p ALIGNED(8); FOO int z ALIGNED(2); int NAME ALIGNED(3); x y ALIGNED(4); typedef "
       "struct { int a; } t ALIGNED(5);",
       "int x , y; int *p ; int z ; int ALIGNED(3); x y ; typedef struct { int a; } t ;"},
      {c,
       "int a[] = { [A] = B(1) C(2), D(3) E(4) { 5 } }; enum { A(1) B(2) C, D(3) { 4 } }; struct s t[] = { X(1) { 2 }, "
       "Y(3) .b = 4, Z(5) };",
       "int a[] = { [A] = B(1) C(2), D(3),E(4) { 5 } }; enum { A(1),B(2) C, D(3),{ 4 } }; struct s t[] = { X(1),{ 2 }, "
       "Y(3),.b = 4, Z(5) };"},
      {c,
       "API\nint f(void) { a; }\nBEGIN_DECLS\nEND_DECLS\nTYPE\nname(int a) { b; }\nTYPE\nvar = 1;\nMACRO\nA "
       "B;\n#define c\nD\n#define e\n",
       "\nint f(void) { a; }\n\n\nTYPE\nname(int a) { b; }\nTYPE\nvar = 1;\n\nA B;\n#define c\n\n\n"},
      {c,
       "void f(void) { BEGIN\n a(); END\n b = 1; X }\nvoid g(void) { Y\n if (a) b; Z return; x\n while (c) d; "
       "LAST\n#define h\n }",
       "void f(void) { EGIN;\na(); END\nb = 1; X }\nvoid g(void) { Y\nif (a) b; Z return; x\nwhile (c) d; AST;\n\n}"},
      {c, "void f(void) { BEGIN\n ADD(1)\n b\n c(2); D END(3) }", "void f(void) { EGIN;\nDD(1);\nb\nc(2); D END(3) }"},
      {c, "void f(void) { out:}", "void f(void) { ut:;}"},
      {c, "NAME", ""},
      {c, "NAME }", "}"},
      {cpp,
       "NAME template <class T> class A { }; NAME class B { }; NAME struct C { }; NAME union D { }; NAME enum E { G }; "
       "NAME namespace n { } NAME using h = i; NAME typedef int j;",
       "template <class T> class A { }; class B { }; struct C { }; union D { }; enum E { G }; namespace n { } using h "
       "= i; typedef int j;"},
      {cpp,
       "class A { NAME public: int a; NAME ~A(); NAME operator bool(); NAME operator+(int); NAME [[nodiscard]] int "
       "b(); NAME private: NAME protected: NAME extern int c; name ~d(); };",
       "class A { public: int a; ~A(); operator bool(); NAME operator+(int); [[nodiscard]] int b(); private: NAME "
       "protected: extern int c; name ~d(); };"},
      {cpp, "void f() { if CONSTEXPR (a) b(); if constexpr (c) d(); if LIKELY (e) { g(); } else if UNLIKELY(h) i(); }",
       "void f() { if (a) b(); if constexpr (c) d(); if (e) { g(); } else if (h) i(); }"},
      {c,
       "void f(void) { a = container_of(b, struct s, c); d = va_arg(e, char *); g = va_arg(h, unsigned long long); "
       "i(struct s *, const int, int const * const, union u); }",
       "void f(void) { a = container_of(b, s, c); d = va_arg(e, _har ); g = va_arg(h, _nsigned ); i( s , _nt, _nt , "
       "u); }"},
      {c,
       "void f(void) { a(b * c, d *); e(*g); h(const i); j(k * const); l(m * n); o(int *p); q((struct s *)r, struct "
       "t); u(enum v w); x(struct y); }",
       "void f(void) { a(b * c, d ); e(*g); h( i); j(k * const); l(m * n); o( p); q((struct s *)r, t); u( w); x( y); "
       "}"},
      {c,
       "int a = f(int, struct b); int g(int h, struct i j); void k(void) { int l(int); struct m n(int); o p(int); "
       "q(int)(int); }",
       "int a = f(int, struct b); int g(int h, struct i j); void k(void) { int l(int); struct m n(int); o p(int); "
       "q(_nt)(int); }"},
      {cpp, "int a = f(int); std::function<int(int)> b; void c() { d(sizeof(int), e[f(int)]); }",
       "int a = f(int); std::function<int(int)> b; void c() { d(sizeof(int), e[f(_nt)]); }"},
      {c,
       "API static struct item __rcu *a; static int __init b(void) { c; } static void __exit d(void) { } const char "
       "__user *e; f __rcu *g; H i; A_B c_d e;",
       "static struct item *a; static int b(void) { c; } static void d(void) { } const char *e; f *g; H i; c_d e;"},
      {c,
       "int list[3] __initdata = { 1 }; int one[1] B; int two[2] c; int three __initdata = 1; struct s four[4] __init, "
       "five; a[1] b = c;",
       "int list[3] = { 1 }; int one[1] ; int two[2] ; int __initdata = 1; struct s four[4] , five; a[1] = c;"},
      {c,
       "void f(void) { return a b; x y z; X Y z; x Y z; x y Z = 1; struct s T u; struct T s v; int W w; unsigned A "
       "long b; const char A *b; }",
       "void f(void) { return a b; y z; Y z; Y z; y Z = 1; struct s u; struct T v; int w; unsigned long b; const char "
       "*b; }"},
      {c,
       "void f(void) { a = (__force u32)b; c = (u8 __user *)d; e(f g); if (h i) j; sizeof(k l); x[(m n)]; o = p(q R); "
       "return (S t)u; }",
       "void f(void) { a = ( u32)b; c = (u8 *)d; e( g); if (h i) j; sizeof(k l); x[( n)]; o = p( R); return ( t)u; }"},
      {cpp,
       "class API EXPORT Name final : public Base { }; class A B : C { }; struct A B { }; enum class E : int { A }; "
       "enum A B { C }; class D E; struct F G h; union I J { };",
       "class Name final : public Base { }; class B : C { }; struct B { }; enum class E : int { A }; enum B { C }; "
       "class D E; struct F h; union J { };"},
      {cpp,
       "API explicit operator bool() const; A B::c(); API A B::c(); A B<int> d; API A B<int> d; API A B::~C(); a b > "
       "c; d * e f; } G H i; & j K l;",
       "explicit operator bool() const; B::c(); B::c(); B<int> d; B<int> d; B::~C(); b > c; d * f; } i; & l;"},
      {cpp,
       "int f() NOEXCEPT { } int g() const NOEXCEPT override; int h() A B; int i() A; int j() a b; int k() struct l { "
       "}; int m() A int; auto n() A -> o; int p() A = 0; int q() A, r() B : c(1) { }; int s() T (u);",
       "int f() { } int g() const override; int h() A B; int i() ; int j() a b; int k() struct l { }; int m() A int; "
       "auto n() A -> o; int p() = 0; int q() , r() : c(1) { }; int s() ;"},
      {c, "int f(a) API int a; { } int (*g)(void) API; int (*h)(int) A B; typedef int (*i)(void) J; int (k)(l) M { }",
       "int f(a) API int a; { } int (*g)(void) ; int (*h)(int) A B; typedef int (*i)(void) ; int (k)(l) { }"},
      {cpp,
       "API(1) API2(2) void f(); API(1) a b; A(1) B(2) { } static A(1) b(); static A(1); static a(1); "
       "A(1)\nb(2);\na(1)\nint c;\na(1) int d; A(1) [[x]] int e; A(1) const f g; A(1) noexcept;",
       "void f(); a b; A(1) { } static b(); static A(1); static a(1);\nb(2);\n\nint c;\nint d; A(1) [[x]] int e; A(1) "
       "const f g; A(1) noexcept;"},
      {c, "static A int f(void); A static g; a b(1) c; static A B(1) int d; static a B(1) int e; 1 B(2) int c;",
       "static int f(void); A static g; a b(1) ; static A B(1) int d; static a B(1) int e; 1 B(2) int c;"},
  };
  for (const CRepairRow& row : kRows) {
    CAPTURE(row.content);
    const std::string text = without_macros(row.content, row.dialect);
    CHECK(text.size() == row.content.size());
    CHECK(squeezed(text) == row.expected);
  }
}

}  // namespace rustassistant::source
