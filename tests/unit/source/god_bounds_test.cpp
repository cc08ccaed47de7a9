// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "god_object.hpp"
#include "kind_samples.hpp"

// Types at both sides of each bound of docs/measures.md: methods, their complexity, pairs that share a field.
namespace rustassistant::source {
namespace {

struct MethodForm {
  int complexity;
  std::string fields;  // a letter each
};

std::string class_of(const std::vector<MethodForm>& methods) {
  std::string text = "class Box:\n";
  int number = 0;
  for (const MethodForm& method : methods) {
    text += "  def m" + std::to_string(number++) + "(self, x):\n";
    for (int i = 1; i < method.complexity; ++i) text += "    if x: x()\n";
    for (const char field : method.fields) text += "    self." + std::string(1, field) + " = x\n";
    text += "    return x\n";
  }
  return text;
}

std::vector<MethodForm> methods_of(int complex, int complexity, int simple = 0) {
  std::vector<MethodForm> methods(static_cast<std::size_t>(complex), {complexity, ""});
  methods.insert(methods.end(), static_cast<std::size_t>(simple), {1, ""});
  return methods;
}

// Behind the count of methods.
std::string told_of_type(const std::vector<MethodForm>& methods) {
  const std::string text = told(domain::SmellType::god_object, class_of(methods), "python");
  const std::size_t at = text.find("` has ");
  return at == std::string::npos ? text : text.substr(at + 6);
}

std::string numbers(int methods, int complexity, int share) {
  return std::to_string(methods) + " methods (over 15) of complexity " + std::to_string(complexity) +
         " together (over 47), and " + std::to_string(share) + " % of their pairs share a field (a third would do)";
}

}  // namespace

TEST_CASE("a type that does too much has at least 15 methods of a complexity of 47 together") {
  CHECK(told_of_type(methods_of(14, 9)).empty());
  CHECK(told_of_type(methods_of(15, 9)) == numbers(15, 135, 0));
  CHECK(told_of_type(methods_of(16, 9)) == numbers(16, 144, 0));
  std::vector<MethodForm> at_bound = methods_of(15, 3);
  at_bound[3].complexity = 5;
  CHECK(told_of_type(at_bound) == numbers(15, 47, 0));
  at_bound[3].complexity = 4;
  CHECK(told_of_type(at_bound).empty());
  // Those without a branch add nothing.
  CHECK(told_of_type(methods_of(23, 2, 20)).empty());
  CHECK(told_of_type(methods_of(24, 2, 20)) == numbers(44, 48, 0));
}

TEST_CASE("a type holds together where a third of the pairs of its methods share a field") {
  const auto shared = [](const std::vector<std::string>& fields) {
    std::vector<MethodForm> methods = methods_of(15, 4);
    for (std::size_t i = 0; i < fields.size(); ++i) methods[i].fields = fields[i];
    return told_of_type(methods);
  };
  // Of 105 pairs 28, 34 and 36.
  CHECK(shared({"a", "a", "a", "a", "a", "a", "a", "a"}) == numbers(15, 60, 26));
  CHECK(shared({"a", "a", "a", "a", "a", "a", "a", "a", "b", "b", "b", "b"}) == numbers(15, 60, 32));
  CHECK(shared({"a", "a", "a", "a", "a", "a", "a", "a", "a"}).empty());
  // A pair counts once, however many fields it shares.
  CHECK(shared({"ab", "abc", "bca"}) == numbers(15, 60, 2));
  CHECK(shared({"ab", "bc", "cd"}) == numbers(15, 60, 1));
}

TEST_CASE("constructors are methods, but share no fields; a function within a method is a part of it") {
  std::string text = class_of(methods_of(14, 4));
  text += "  def __init__(self, x):\n    self.a = 0\n    if x: x()\n    if x: x()\n    if x: x()\n";
  CHECK(told(domain::SmellType::god_object, text, "python") == "1-76 type `Box` has " + numbers(15, 60, 0));
  // 91 pairs of 14 methods, of which 28 share a field.
  std::vector<MethodForm> methods = methods_of(14, 4);
  for (std::size_t i = 0; i < 8; ++i) methods[i].fields = "a";
  text = class_of(methods) + "  def __init__(self, x):\n    self.a = 0\n    if x: x()\n";
  CHECK(told(domain::SmellType::god_object, text, "python") == "1-82 type `Box` has " + numbers(15, 58, 30));

  std::string nested = "class Box:\n";
  for (int i = 0; i < 15; ++i) {
    nested += "  def m" + std::to_string(i) + "(self, x):\n    def inner(self):\n      return self.b" +
              std::to_string(i) + "\n    if x and x.a and x.b: self.a = inner\n";
  }
  CHECK(told(domain::SmellType::god_object, nested, "python").empty());
}

TEST_CASE("functions of a namespace or module are no methods") {
  std::string functions;
  for (int i = 0; i < 20; ++i) {
    functions +=
        "void m" + std::to_string(i) + "(X x) { if (x.a && x.y && x.z) { this->f" + std::to_string(i) + " = 1; } }\n";
  }
  CHECK(told(domain::SmellType::god_object, "namespace n {\n" + functions + "}\n", "cpp").empty());
  CHECK_FALSE(told(domain::SmellType::god_object, "struct n {\n" + functions + "};\n", "cpp").empty());
}

TEST_CASE("a type is told with the lines of its declaration, wherever its methods stand") {
  const auto methods = [](std::string_view form) {
    std::string text;
    for (int i = 0; i < 15; ++i) {
      std::string method(form);
      for (std::size_t at = 0; (at = method.find('#', at)) != std::string::npos;) {
        method.replace(at, 1, std::to_string(i));
      }
      text += method;
    }
    return text;
  };
  const std::string words = " type `Box` has " + numbers(15, 60, 0);
  const auto told_in = [](std::string_view language, const std::string& text) {
    INFO(text);
    return told(domain::SmellType::god_object, text, language);
  };
  const std::string go = methods("func (b *Box) m#(x X) {\n\tif x.a && x.y && x.z {\n\t\tb.f# = 1\n\t}\n}\n");
  CHECK(told_in("go", "package p\ntype Box struct {\n\ta int\n}\n" + go) == "2-4" + words);
  CHECK(told_in("go", "package p\n" + go + "type Box struct {\n\ta int\n}\n") == "77-79" + words);
  CHECK(told_in("go", "package p\n" + go) == "2-6" + words);
  CHECK(told_in("go", "package p\n" + methods("func (b Box[T]) m#(x X) { if x.a && x.y && x.z { b.f# = 1 } }\n")) ==
        "2-2" + words);
  CHECK(told_in("go", "package p\n" + methods("func (Box) m#(x X) { if x.a && x.y && x.z { b.f# = 1 } }\n")) ==
        "2-2" + words);
  CHECK(told_in("go", "package p\n" + methods("func m#(x X) { if x.a && x.y && x.z { b.f# = 1 } }\n")).empty());
  const std::string rust = methods("  fn m#(&self, x: X) { if x.a && x.y && x.z { self.f#.g() } }\n");
  CHECK(told_in("rust", "struct Box {\n  a: u8,\n}\nimpl Box {\n" + rust + "}\n") == "4-20" + words);
  CHECK(told_in("rust", "impl Box {\n  fn m() {}\n}\nimpl A for Box {\n" + rust + "}\n") == "4-20" + words);
  CHECK(told_in("rust", "impl Box {\n" + rust + "}\nimpl A for Box {\n  fn m() {}\n}\n") == "1-17" + words);
  CHECK(told_in("rust", "impl Box {\n" + methods("  fn m#(x: X) { if x.a && x.y && x.z { self.f#.g() } }\n") + "}\n")
            .empty());
  CHECK(told_in("rust", "#[cfg(test)]\nmod tests {\nimpl Box {\n" + rust + "}\n}\n").empty());
  const std::string java = methods("  void m#(X x) { if (x.a && x.y && x.z) { f# = this.g#; } }\n");
  CHECK(told_in("java", "class Box {\n" + java + "}\n") == "1-17" + words);
  CHECK(told_in("java", "class A {\n  void f() { }\n}\nclass Box {\n" + java + "}\nclass C {\n  void g() { }\n}\n") ==
        "4-20" + words);
  CHECK(told_in("java", "class Box {\n  int h;\n" +
                            methods("  void m#(X x) { if (x.a && x.y && x.z) { h = this.g#; } }\n") + "}\n")
            .empty());
  CHECK(told_in("java", "class Box {\n  int h;\n" +
                            methods("  void m#(X x) { if (x.a && x.y && x.z) { x.h = this.g#; } }\n") + "}\n") ==
        "1-18" + words);
  CHECK(told_in("java", "class Box {\n" +
                            methods("  static void m#(X x) { if (x.a && x.y && x.z) { f# = this.g#; } }\n") + "}\n")
            .empty());
  CHECK(told_in("cpp", "class Box {\n  int *h, i[3];\n" +
                           methods("  void m#(X x) { if (x.a && x.y && x.z) { i[0] = g#; } }\n") + "};\n")
            .empty());
  CHECK(told_in("cpp", "class Box {\n  int f(int h);\n" +
                           methods("  void m#(X x) { if (x.a && x.y && x.z) { h = g#; } }\n") + "};\n") ==
        "1-18" + words);
  CHECK(told_in("javascript", "class Box {\n" + methods("  m#(x) { if (x.a && x.y && x.z) { this?.f#.g; } }\n") +
                                  "}\n") == "1-17" + words);
  CHECK(
      told_in("javascript", "class Box {\n" + methods("  m#(x) { if (x.a && x.y && x.z) { this?.f = 1; } }\n") + "}\n")
          .empty());
}

}  // namespace rustassistant::source
