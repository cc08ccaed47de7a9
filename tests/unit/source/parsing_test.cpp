// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "c_macros.hpp"
#include "measure.hpp"
#include "parsed.hpp"

// Valid code that a grammar cannot follow by itself.
namespace rustassistant::source {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

// "name first-last parameters complexity" for each function, in order.
std::vector<std::string> functions(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  for (const domain::LineRange& range : parsed.unparsed()) UNSCOPED_INFO("unparsed from line " << range.line_start);
  CHECK(parsed.unparsed().empty());
  std::vector<std::string> found;
  for (const FunctionMeasures& f : measure(parsed).functions) {
    if (!f.is_function()) continue;
    found.push_back(f.name + " " + std::to_string(f.line_start) + "-" + std::to_string(f.line_end) + " " +
                    std::to_string(f.parameters) + " " + std::to_string(f.complexity));
  }
  return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a class behind an export macro is no function") {
  std::string members;
  for (int i = 0; i < 60; ++i) members += "  int field" + std::to_string(i) + "() const;\n";
  CHECK(functions("#define API __attribute__((visibility(\"default\")))\nclass API Panel : public Base {\n public:\n" +
                      members + "};\n",
                  "cpp")
            .empty());
  CHECK(
      functions("class A_API B_API Panel final : Base { void f() { if (a) b(); } };\nstruct EXPORT(1) S { int a; };\n",
                "cpp") == Names{"f 1-1 0 2"});
}

TEST_CASE("conditionals around parts of a statement are followed") {
  std::string chain = "#ifdef EXTRA\n    else if (a == 1 && b) {\n";
  for (int i = 0; i < 11; ++i) chain += "        if (b == 1) r = 2;\n";
  chain += "    }\n#endif\n";
  CHECK(
      functions("int pick(int a, int b)\n{\n    if (a == 0) {\n        r = 1;\n    }\n" + chain + "    return r;\n}\n",
                "c") == Names{"pick 1-22 2 15"});
  CHECK(functions(
            "int f(int a) {\n#ifdef A\n  if (a) {\n#else\n  if (!a) {\n#endif\n    b();\n  }\n  return a\n#ifdef Q\n"
            "   && q()\n#endif\n  ;\n}\n",
            "c") == Names{"f 1-14 1 3"});
  CHECK(functions("void f(int a,\n#ifdef LONG\n long b\n#else\n int b\n#endif\n) { if (a) b(); }\n", "c") ==
        Names{"f 1-7 2 2"});
  CHECK(functions("#if 0\nthis isn't code ( {\n#endif\nenum e {\n  A,\n#ifdef B\n  B,\n#endif\n  C\n};\nint f(void) { "
                  "return 0; }\n",
                  "c") == Names{"f 11-11 0 1"});
  CHECK(functions("#ifndef L_H\n#define L_H\n#ifdef __cplusplus\nextern \"C\" {\n#endif\nint lamp_on(int id);\n#ifdef "
                  "__cplusplus\n}\n#endif\n#endif\n",
                  "c")
            .empty());
}

TEST_CASE("a macro that stands for a statement needs no semicolon") {
  const auto route = [](std::string_view macro) {
    return "int route(int m, int a)\n{\n" + std::string(macro) + repeated("    if (a == 0 && b) emit();\n", 14) + "}\n";
  };
  CHECK(functions(route("    HOLD(m)\n"), "c") == Names{"route 1-18 2 29"});
  CHECK(functions(route("    HOLD(m);\n"), "c") == Names{"route 1-18 2 29"});
  CHECK(functions(route("    BEGIN\n    A(1)\n    B(2)\n"), "c") == Names{"route 1-20 2 29"});
  CHECK(functions(
            "void f(void) { DONE(x) }\nint g(int a) { switch (a) { case 1: x(); FALLTHROUGH\n case 2: y(); } out: }\n",
            "c") == Names{"f 1-1 0 1", "g 2-3 1 3"});
}

TEST_CASE("a macro that stands for a loop is followed by its body") {
  CHECK(functions("void walk(struct list_head *head)\n{\n\tstruct item *it;\n\tlist_for_each_entry(it, head, node) {\n"
                  "\t\tif (it) visit(it);\n\t}\n}\n",
                  "c") == Names{"walk 1-7 1 2"});
  CHECK(functions("void f(int a) { if (a) each(x) { y(); } else each(x) y(); }\n", "c") == Names{"f 1-1 1 2"});
}

TEST_CASE("comments in a definition of the preprocessor end where they end") {
  const std::string body = "{\n" + repeated("    if (a == 0 && b) emit(0);\n", 55) + "    return a;\n}\n";
  CHECK(
      functions("int emit(int);\n#define RETRY do { /* again */ ; } while (0)\n\nint parse_all(int a, int b)\n" + body,
                "c") == Names{"parse_all 4-62 2 111"});
  CHECK(functions("#define A /* one\n two */ 3\nint f(void) { return 1; }\n", "c") == Names{"f 3-3 0 1"});
  CHECK(functions("#define U \"http://x/*\"\nint f(void) { return 1; }\n", "c") == Names{"f 2-2 0 1"});
}

TEST_CASE("macros before and behind a declaration belong neither to its name nor to its lines") {
  for (const std::string_view macros :
       {"API ", "API EXTRA ", "API EXTRA THIRD ", "API(1) ", "static API ", "asmlinkage __visible "}) {
    INFO(macros);
    CHECK(functions(std::string(macros) + "unsigned long f(int a) { return a; }\n", "c") == Names{"f 1-1 1 1"});
    CHECK(functions(std::string(macros) + "item *f(int a) { return a; }\n", "cpp") == Names{"f 1-1 1 1"});
  }
  CHECK(functions("API\nEXTRA\nint f(int a)\n{\n}\n", "c") == Names{"f 3-5 1 1"});
  CHECK(functions("BEGIN_DECLS\n\nint f(int a)\n{\n}\nEND_DECLS\n", "c") == Names{"f 3-5 1 1"});
  CHECK(functions("MODULE_LICENSE(\"GPL\")\nEXPORT(g)\nstatic int f(int a)\n{\n}\n", "c") == Names{"f 3-5 1 1"});
  CHECK(functions("static int __init f(void) { return 0; }\nstatic void __exit g(void) { }\n", "c") ==
        Names{"f 1-1 0 1", "g 2-2 0 1"});
  CHECK(functions("int f(char __user *p, struct a __rcu *b) __must_hold(l) { return (__force u32)p; }\nint x[2] "
                  "__initdata = { 1 };\n"
                  "struct s { int a __aligned(8); } __packed;\n",
                  "c") == Names{"f 1-1 2 1"});
  CHECK(functions("int f(a, b) int a; char *b; { return a; }\n", "c") == Names{"f 1-1 2 1"});
  CHECK(functions("SYSCALL_DEFINE2(read, unsigned int, fd, char __user *, buf) { if (fd) return 1; return 0; }\n",
                  "c") == Names{"read 1-1 4 2"});
}

TEST_CASE("types among the arguments of a macro are followed") {
  CHECK(
      functions("int f(struct list_head *h) {\n  struct foo *a = container_of(h, struct foo, list);\n"
                "  char *b = va_arg(ap, char *);\n  size_t c = offsetof(struct foo, bar[1].baz);\n  return a->x;\n}\n",
                "c") == Names{"f 1-6 1 1"});
}

TEST_CASE("declarations among the arguments of a macro are followed") {
  CHECK(
      functions("Result<A> f(int a) {\n  TRY_ASSIGN(const std::string b, g(\".\"));\n  TRY_ASSIGN(auto c, h(b));\n"
                "  ASSIGN_OR_RETURN(const auto& d, i(a && b));\n  TRY_ASSIGN(std::vector<int> e, j());\n"
                "  TRY_ASSIGN(unsigned long long k, l());\n  TRY_ASSIGN(Foo m, n(a * b, a & b, a < b));\n"
                "  TRY(auto&& o, p());\n  TRY_ASSIGN(const struct item *q, r());\n  if (a) return b;\n  return c;\n}\n"
                "Result<B> s(int a) { return a; }\n",
                "cpp") == Names{"f 1-12 1 3", "s 13-13 1 1"});
  CHECK(functions("int f(int a) {\n  ASSIGN(const char *b, g(a));\n  ASSIGN(struct foo *c, h(b));\n  return c->x;\n}\n",
                  "c") == Names{"f 1-5 1 1"});
}

TEST_CASE("pointers to members and braces as default arguments are followed") {
  CHECK(functions(
            "struct Row {\n  int Type::* value;\n  std::optional<Millis> a::Breaker::* time = nullptr;\n};\n"
            "int f(int b::Usage::* part, const std::string& c = {}, std::vector<int> d = {1, 2}) {\n"
            "  const auto e = [](T Type::* g) { return g ? 1 : 2; };\n  if (auto h = x->*part; h) return (y.*part)();\n"
            "  return e(part);\n}\n"
            "class S { explicit S(std::vector<A> a = {}, bool (*b)() = nullptr) : a_(std::move(a)) {} };\n",
            "cpp") == Names{"f 5-9 3 3", "S 10-10 2 1"});
}

TEST_CASE("test cases that are named by a text are followed") {
  CHECK(functions(
            "TEST_CASE(\"a b\", \"[tag]\") {\n  SECTION(\"one\") {\n    if (a) REQUIRE(a);\n  }\n  CHECK(a == b);\n}\n"
            "TEST_CASE_METHOD(Fixture, \"c\") { f(); }\nTEST_F(Suite, Name) { g(); }\n"
            "BENCHMARK_CASE(\"d\" \"e\") {}\nint h() { return 1; }\n",
            "cpp") == Names{"TEST_CASE 1-6 0 2", "TEST_CASE_METHOD 7-7 0 1", "TEST_F 8-8 2 1", "BENCHMARK_CASE 9-9 0 1",
                            "h 10-10 0 1"});
}

TEST_CASE("what GNU C adds is followed") {
  CHECK(functions(
            "int f(int a) {\n  switch (a) { case 1 ... 5: return 1; default: break; }\n  goto *table[a];\n"
            "  int w = ({ int q = 1; if (q) q++; q; });\n  typeof(w) z = w;\n  register int r asm(\"rdx\") = 1;\n}\n",
            "c") == Names{"f 1-7 1 3"});
}

TEST_CASE("what looks like a macro and is none stays") {
  CHECK(functions("void f(A* a) { delete[] a; std::istringstream in{\"1\"}; g(args...); h(is<T...>() ? 1 : 2); }\n"
                  "A::~A() { delete[] list_; }\n",
                  "cpp") == Names{"f 1-1 1 2", "A::~A 2-2 0 1"});
  CHECK(functions(
            "struct S {\n  API ~S() {}\n  API_CONSTEXPR void operator+=(int n) { a += unsigned(n) << 2; }\n"
            "  API explicit operator bool() const { return a; }\n};\n"
            "template <typename F, ENABLE_IF(sizeof(F) != 0)> int get(F f) { if CONSTEXPR (f) return 1; return 2; }\n",
            "cpp") == Names{"~S 2-2 0 1", "operator+= 3-3 1 1", "operator bool 4-4 0 1", "get 6-6 1 2"});
  CHECK(functions("void f(L l) { foreach (int a, l) { if (a) emit changed(a); } Q_FOREACH(const X& x, l) g(x); }\n",
                  "cpp") == Names{"f 1-1 1 4"});
}

TEST_CASE("Qt's sections and macros are followed") {
  CHECK(functions(R"(class CORE_EXPORT Foo : public QObject {
  Q_OBJECT
  Q_PROPERTY(int x READ x WRITE setX NOTIFY changed)
  Q_ENUMS(A)
 public:
  Q_INVOKABLE int f(int a) const Q_NOEXCEPT { return a; }
 signals:
  void changed(int x);
 public slots:
  void setX(int x) { x_ = x; }
 private Q_SLOTS:
  void g() { if (x_) h(); }
 Q_SIGNALS:
  void z();
  Q_DISABLE_COPY(Foo)
  int x_;
};
)",
                  "cpp") == Names{"f 6-6 1 1", "setX 10-10 1 1", "g 12-12 0 2"});
}

TEST_CASE("a conversion operator is called by its type") {
  CHECK(
      functions(
          "struct A { explicit operator bool() const { return a && b; } operator std::vector<int>() { return {}; } };\n"
          "B::operator int() const { return 1; }\nbool A::operator==(const A& o) const { return true; }\n",
          "cpp") == Names{"operator bool 1-1 0 2", "operator std::vector<int> 1-1 0 1", "B::operator int 2-2 0 1",
                          "A::operator== 3-3 1 1"});
}

TEST_CASE("statements are no functions where a grammar loses its way, and their branches count around them") {
  const ParsedText parsed("int f(int a)\n{\n  else if (a) { b(); }\n  if (a) c();\n}\n", "c");
  const Measures measures = measure(parsed);
  REQUIRE(measures.functions.size() == 2);
  CHECK(measures.functions[1].name == "f");
  CHECK(measures.functions[1].complexity >= 2);
}

TEST_CASE("here-documents may be followed by other commands, and a script may end in a backslash") {
  CHECK(functions("cat <<EOF; echo done\nhello\nEOF\nf() { if a; then b; fi; }\n", "bash") == Names{"f 4-4 0 2"});
  CHECK(functions("cat <<-'E' | grep a && b\n\tit's $(\n\tE\nf() { g; }\n", "bash") == Names{"f 4-4 0 1"});
  CHECK(functions("cat <<A <<B; echo ok\na\nA\nb\nB\nx=$((1<<2))\nf() { g; }\n", "bash") == Names{"f 7-7 0 1"});
  CHECK(functions("f() { g; }\necho a \\\n", "bash") == Names{"f 1-1 0 1"});
}

TEST_CASE("TypeScript, Python and Rust of later years are followed") {
  CHECK(functions("export type * from \"./a\";\nexport type * as ns from \"./b\";\nfunction f(x: unknown): x is string "
                  "{ return true; }\n"
                  "function g(x: unknown): asserts x is string {}\nclass A { h(): this is B { return true; } }\n",
                  "typescript") == Names{"f 3-3 1 1", "g 4-4 1 1", "h 5-5 0 1"});
  CHECK(functions("export const L = () => <a href=\"/x?a=1&b=2\">Terms & more {x && y}</a>;\n", "tsx") ==
        Names{"L 1-1 0 2"});
  CHECK(functions("class Box[T = int]:\n  def f[U: str = dict[str, int]](self, x: U) -> U:\n    return x\ntype A[T = "
                  "int] = list[T]\n",
                  "python") == Names{"f 2-3 1 1"});
  CHECK(
      functions("unsafe extern \"C\" {\n    pub safe fn sqrt(x: f64) -> f64;\n    pub unsafe fn free(p: *mut u8);\n}\n"
                "fn a() { let Some(x) = y else { return; }; }\n",
                "rust") == Names{"a 5-5 0 2"});
}

TEST_CASE("Go's new of a value, and what may stand before the type of a pattern in Java, are followed") {
  CHECK(functions("package a\nfunc f() {\n\tg(new(uint64(1)), new(\"x\"), new(T), new(func(int) bool), new(T{A: 1}),\n"
                  "\t\tnew(true), new(-1), new([]int), new(b.C), new(d[0].E))\n}\n",
                  "go") == Names{"f 2-5 0 1"});
  CHECK(functions("class A {\n  int f(Object o) {\n    if (o instanceof Cache.Some(int n)) return n;\n"
                  "    switch (o) {\n      case @SuppressWarnings(\"unused\") Codec.Text text -> g();\n"
                  "      case @A @B Codec.Binary binary -> h();\n      case C.D(var e, var i) -> j();\n"
                  "      case null, default -> k();\n    }\n    return 1;\n  }\n}\n",
                  "java") == Names{"f 2-11 1 5"});
}

TEST_CASE("lists that macros stand in are followed") {
  const std::string list =
      "static struct option options[] = {\n  {\"a\", 1,\n   {(char *)0, (char *)1} SCRIPT_ID},\n"
      "  {\"b\", 2,\n   {(char *)0, (char *)1} SCRIPT_ID},\n};\nint f(void) { return 1; }\n";
  CHECK(functions(list, "c") == Names{"f 7-7 0 1"});
  CHECK(functions(
            "struct option options[] = {\n  {\"a\",\n#ifdef A\n   (char *)&a, {0}\n#else\n   (char *)0, {0}\n#endif\n"
            "   SCRIPT_ID},\n};\nint f(void) { return 1; }\n",
            "c") == Names{"f 10-10 0 1"});
  CHECK(functions("typedef enum {\n  OPT(A, LONG, 1),\n  OPT(B, LONG, 2),\n  C\n} e;\nint f(void) { return 1; }\n",
                  "c") == Names{"f 6-6 0 1"});
  CHECK(
      functions("typedef enum {\n  A = 0,\n  B DEPRECATED(8.3.0, \"\") = 3,\n  C DEPRECATED(8.3.0, \"use A\"),\n} e;\n"
                "API e DEPRECATED(7.19.5, \"use g()\")\nh(int a);\nint f(void) { return 1; }\n",
                "c") == Names{"f 8-8 0 1"});
  CHECK(functions("static const struct cs list[] = {\n  CS(0x1301, TLS,AES,128,,,),\n  CS(0x1302, TLS,AES,256,GCM,,),\n"
                  "};\nint f(void) { return 1; }\n",
                  "c") == Names{"f 5-5 0 1"});
}

TEST_CASE("repairs keep every line in its place") {
  const std::string content = "#define A /* x\n */ 1\nAPI\nint f(int a)\n{\n  HOLD(a,\n    b)\n  if (a) b();\r\n}\n";
  for (const CDialect dialect : {CDialect::c, CDialect::cpp}) {
    const std::string repaired = without_macros(content, dialect);
    REQUIRE(repaired.size() == content.size());
    CHECK(std::count(repaired.begin(), repaired.end(), '\n') == std::count(content.begin(), content.end(), '\n'));
  }
}

TEST_CASE("in Java a case of null and the rest is the default") {
  CHECK(
      functions(
          "class A { int f(Object o) { return switch (o) { case null, default -> 0; case B b when b.c() -> 1; }; } }\n",
          "java") == Names{"f 1-1 1 3"});
}

}  // namespace rustassistant::source
