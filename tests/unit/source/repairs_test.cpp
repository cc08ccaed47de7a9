// SPDX-License-Identifier: MIT
#include "repairs.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

// What each language's repair makes of a text, byte by byte. An empty result stands for no change.
namespace rustassistant::source {
namespace {

struct RepairRow {
  std::string_view content;
  std::string_view repaired;
};

void check_repairs(std::string_view language, const std::vector<RepairRow>& rows) {
  const Repair* repair = repair_for(language);
  REQUIRE(repair != nullptr);
  for (const RepairRow& row : rows) {
    CAPTURE(row.content);
    const std::string found = repair->apply(row.content);
    CHECK(found.size() == row.content.size());
    CHECK(found == (row.repaired.empty() ? row.content : row.repaired));
  }
}

}  // namespace

TEST_CASE("C and C++ are repaired always, other languages where they do not parse, and some never") {
  for (const std::string_view language : {"c", "cpp"}) {
    REQUIRE(repair_for(language) != nullptr);
    CHECK(repair_for(language)->when == Repair::When::always);
  }
  for (const std::string_view language : {"bash", "go", "java", "javascript", "typescript", "tsx", "python", "rust"}) {
    REQUIRE(repair_for(language) != nullptr);
    CHECK(repair_for(language)->language == language);
    CHECK(repair_for(language)->when == Repair::When::on_errors);
  }
  CHECK(repair_for("ruby") == nullptr);
  CHECK(repair_for("") == nullptr);
  CHECK(repair_for("c")->apply("void f(void) { x = &&a; }") == "void f(void) { x =  &a; }");
  CHECK(repair_for("cpp")->apply("void f() { throw 1; x = &&a; }") == "void f() { throw 1; x = &&a; }");
}

TEST_CASE("here-documents of a shell are blanked up to their end") {
  check_repairs(
      "bash", {
                  {"cat <<E\nit's \"\nE\nend\n", "cat    \n      \n \nend\n"},
                  {"cat <<A <<B; x\na \"\nB\nA\nb\nB\nend", "cat        ; x\n   \n \n \n \n \nend"},
                  {"cat <<-E | tr a b\n\ta\n\tE\nend <<F\n\tF\nF\n", "cat      | tr a b\n  \n  \nend    \n  \n \n"},
                  {"cat << E\nb\n\tE\nE\nend", "cat     \n \n  \n \nend"},
                  {"cat <<'E'\n$a\nE\ncat <<\"F\"&\nb\nF\ncat <<\\G>x\nc\nG\ncat <<H<y\nd\nH\n(cat <<I)\ne\nI\ncat "
                   "<<J\t\nf\nJ\ncat <<K(\ng\nK\n",
                   "cat      \n  \n \ncat      &\n \n \ncat     >x\n \n \ncat    <y\n \n \n(cat    )\n \n \ncat    "
                   "\t\n \n \ncat    (\n \n \n"},
                  {"echo \\<<E\nE\n", ""},
                  {"echo \"<<E\" '<<F' \"it's <<G\" 'say \"' <<H\nh\nH\nend",
                   "echo \"<<E\" '<<F' \"it's <<G\" 'say \"'    \n \n \nend"},
                  {"echo \"a\n<<E\nb\nE\n", "echo \"a\n   \n \n \n"},
                  {"# <<E\na # <<E\na\t# <<E\na#b <<E\nc\nE\n#\n", "# <<E\na # <<E\na\t# <<E\na#b    \n \n \n#\n"},
                  {"((a << b)) <<E\nc\nE\n((a << b\n)) <<E\nd\nE\n", "((a << b))    \n \n \n((a << b\n))    \n \n \n"},
                  {"x=$((1 << 2)) # <<\n( cat <<E )\nc\nE\n", "x=$((1 << 2)) # <<\n( cat     )\n \n \n"},
                  {"a <<<\"x\" <<E\nb\nE\n", "a <<<\"x\"    \n \n \n"},
                  {"a <<<b; c <<<E\nE\n", ""},
                  {"a <<\nb << ;c <<E\nd\nE\n", "a <<\nb << ;c    \n \n \n"},
                  {"cat <<E\r\na\r\nE\r\nend\r\n", "cat    \r\n \r\n \r\nend\r\n"},
                  {"cat <<E\na", "cat    \n "},
                  {"a \\\n b \\ \t\r\n", "a \\\n b   \t\r\n"},
                  {"a \\", "a  "},
                  {" \n", ""},
                  {"a < b <c << D\nd\nD\n", "a < b <c     \n \n \n"},
              });
}

TEST_CASE("a lone ampersand in an attribute or in the text of an element is no operator") {
  check_repairs("javascript", {
                                  {"<a href=\"x?a=1&b=2\" c=\"d\">", "<a href=\"x?a=1_b=2\" c=\"d\">"},
                                  {"<b>R & D</b>", "<b>R _ D</b>"},
                                  {"a & b && c", ""},
                                  {"<b>{a & b}</b>", ""},
                                  {"<b>\n& c</b>\n", ""},
                                  {"&a <b>& c", "&a <b>_ c"},
                                  {"<b>{& x", ""},
                                  {"<A b={c}>& d", "<A b={c}>_ d"},
                                  {"<b>x; & y", ""},
                                  {"<b>(& y", ""},
                                  {"<b>}& y", ""},
                                  {"<b>x=& y", ""},
                                  {"<a b=\"c\" d={e & f}>&amp;</a>\n\"g&h\" & \"i&j\"\n",
                                   "<a b=\"c\" d={e & f}>_amp;</a>\n\"g_h\" & \"i_j\"\n"},
                                  {"<b>a && b & c", "<b>a && b _ c"},
                                  {"\"&&&\"", "\"&&_\""},
                              });
}

TEST_CASE("a word that the grammar of exports lacks is blanked") {
  check_repairs("typescript",
                {
                    {"export type * from \"a&b\";\nexport  type\t* as b from \"c\";\nexport type*from \"d\";\n",
                     "export      * from \"a&b\";\nexport      \t* as b from \"c\";\nexport     *from \"d\";\n"},
                    {"export type A = B;\nxexport type * a;\nexports type * b;\nexport typed * c;\nexport atype * "
                     "d;\nexport * from \"e\";\n",
                     ""},
                    {"export type ", ""},
                    {"export", ""},
                    {"export type A;\nexport type *", "export type A;\nexport      *"},
                });
  check_repairs("tsx", {
                           {"export type * from \"a\";\nlet b = <a href=\"c&d\">e & f</a>;\n",
                            "export      * from \"a\";\nlet b = <a href=\"c_d\">e _ f</a>;\n"},
                       });
}

TEST_CASE("defaults of type parameters are blanked") {
  check_repairs("python", {
                              {"class Box[T = int]: pass\n", "class Box[T      ]: pass\n"},
                              {"def f[T = int, U = dict[str, (a, b)]](a=1, b=[c]): pass\n",
                               "def f[T      , U                    ](a=1, b=[c]): pass\n"},
                              {"type A[T = int] = B[T]\n", "type A[T      ] = B[T]\n"},
                              {"class A(B[c=1]): d[e=1]\n", ""},
                              {"class A[T: (int, str) = int, *Ts = *tuple[int, str], **P = {1: 2}]: pass\n",
                               "class A[T: (int, str)      , *Ts                   , **P         ]: pass\n"},
                              {"class A[T = a == b]: pass\n", "class A[T         ]: pass\n"},
                              {"class A[T = int", ""},
                              {"class A", ""},
                              {"classes[T = 1]\nx.define[T = 1]\n", ""},
                              {"class  A[T, U = int\n, V]:\n  def g[W = str](self): pass\n",
                               "class  A[T, U      \n, V]:\n  def g[W      ](self): pass\n"},
                              {"class A[f(b=1), T = c]: d = 1\n", "class A[f(b=1), T    ]: d = 1\n"},
                              {"def f[T = (1]: x = [2]\n", ""},
                              {"class A[(b), T = c]: d", "class A[(b), T    ]: d"},
                              {"class A[{b}, T = c]: d", "class A[{b}, T    ]: d"},
                              {"class A[[b], T = c]: d", "class A[[b], T    ]: d"},
                              {"def f[T]]a = [b = c]\n", ""},
                              {"def f [T = 1](): pass\n", ""},
                          });
}

TEST_CASE("words before blocks and functions of other languages are blanked") {
  check_repairs("rust",
                {
                    {"unsafe extern \"C\" { safe fn f(); safe static A: u8; }\n",
                     "       extern \"C\" {      fn f();      static A: u8; }\n"},
                    {"unsafe  extern {\n", "        extern {\n"},
                    {"unsafe extern \"C\" fn f() {}\nunsafe fn g() {}\nunsafe { h() }\nunsafe\textern \"C\"{\n",
                     "unsafe extern \"C\" fn f() {}\nunsafe fn g() {}\nunsafe { h() }\n      \textern \"C\"{\n"},
                    {"unsafe externs {\nmy_unsafe extern {\nunsafe extern \"C\"", ""},
                    {"unsafe extern", ""},
                    {"safe fnord\nsafe  fn a\nunsafe fn b\nsafely fn c\nsafe statics\nsafe",
                     "safe fnord\n      fn a\nunsafe fn b\nsafely fn c\nsafe statics\nsafe"},
                    {"a { unsafe extern \"C", ""},
                });
}

TEST_CASE("a call of new with a value is an ordinary call") {
  check_repairs(
      "go",
      {
          {"new(uint64(1)) new(\"a\") new('a') new(`a`) new(a+b) new(-1) new(!a) new(&a) new(T{}) new(1) new(0) new(9) "
           "new(a[0].b)\n",
           "_ew(uint64(1)) _ew(\"a\") _ew('a') _ew(`a`) _ew(a+b) _ew(-1) _ew(!a) _ew(&a) _ew(T{}) _ew(1) _ew(0) _ew(9) "
           "_ew(a[0].b)\n"},
          {"new(int) new(a.b) new([]int) new() new (1) new(*T) new(map[string]int) new(a[0]) renew(1) news(1)\n", ""},
          {"new(func() int) new(struct{ a int }) new(interface{ a() }) new(chan int) new(f(func() {}))\n", ""},
          {"x := new", ""},
          {"new(", ""},
          {"new((a)) + b(1)", "_ew((a)) + b(1)"},
          {"new(a) + (1)", ""},
          {"new(a\n", ""},
      });
  // No further than 256 bytes are looked at.
  const auto call = [](std::size_t bytes, std::string_view name) {
    return std::string(name) + "(" + std::string(bytes, 'a') + "+b)";
  };
  const Repair* repair = repair_for("go");
  CHECK(repair->apply(call(254, "new")) == call(254, "_ew"));
  CHECK(repair->apply(call(255, "new")) == call(255, "new"));
}

TEST_CASE("what stands before the type of a pattern is blanked") {
  check_repairs("java", {
                            {"case @A(\"x\") Text text -> 1;\n", "case         Text text -> 1;\n"},
                            {"case @A(\"x\")Text text -> 1;\n", "case        Text text -> 1;\n"},
                            {"case @A @B(1) T t ->\n", "case          T t ->\n"},
                            {"x instanceof Cache.Some(int n)\n", "x instanceof       Some(int n)\n"},
                            {"x instanceof a.b.C(D e)\n", "x instanceof     C(D e)\n"},
                            {"x instanceof Some(int n)\ncase A.B -> 1;\ncase a.b.C(var d) -> 1;\ncase D d -> 1;\n",
                             "x instanceof Some(int n)\ncase A.B -> 1;\ncase     C(var d) -> 1;\ncase D d -> 1;\n"},
                            {"case @A(1", "case     "},
                            {"case @A", "case   "},
                            {"case", ""},
                            {"case @ T t", "case   T t"},
                            {"suitcase @A T\ncased @A T\n", ""},
                            {"case @A(1)\n", "case      \n"},
                            {"x instanceof @N a.B(c)", "x instanceof      B(c)"},
                            {"case a.B", ""},
                        });
}

}  // namespace rustassistant::source
