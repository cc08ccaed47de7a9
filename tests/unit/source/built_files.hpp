// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Files of nine languages that tests build and edit: imports, values, functions and a type with methods.
namespace rustassistant::source::built {

struct Syntax {
  std::string_view language;
  std::string_view comment;
  std::string (*import)(const std::string& name);
  std::string (*value)(const std::string& name, int number);
  std::string (*function)(const std::string& name, const std::string& calls, int number);
  std::string (*method)(const std::string& name, int number);
  std::string_view type_opens;
  std::string_view type_closes;
};

inline std::string n(int number) {
  return std::to_string(number);
}

// Some statements, so that files are long enough to be worth it.
inline std::string body(std::string_view indent, std::string_view line, int number) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    std::string one(line);
    for (std::size_t at = one.find('#'); at != std::string::npos; at = one.find('#')) one.replace(at, 1, n(number + i));
    text += std::string(indent) + one + "\n";
  }
  return text;
}

inline const std::array<Syntax, 9> kSyntaxes{{
    {"rust", "// ", [](const std::string& name) { return "use crate::" + name + ";\n"; },
     [](const std::string& name, int k) { return "const " + name + ": i32 = " + n(k) + ";\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "fn " + name + "(a: i32) -> i32 {\n" + body("    ", "let total = a.wrapping_mul(#) + #;", k) + "    " +
              calls + "(total)\n}\n";
     },
     [](const std::string& name, int k) {
       return "    fn " + name + "(&self) -> i32 {\n" + body("        ", "let total = self.size + #;", k) +
              "        total\n    }\n";
     },
     "impl Holder {\n", "}\n"},
    {"c", "// ", [](const std::string& name) { return "#include \"" + name + ".h\"\n"; },
     [](const std::string& name, int k) { return "static const int " + name + " = " + n(k) + ";\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "static int " + name + "(int a)\n{\n" + body("    ", "int total_# = a * # + #;", k) + "    return " +
              calls + "(a);\n}\n";
     },
     [](const std::string& name, int k) {
       return "static int " + name + "(void)\n{\n" + body("    ", "int total_# = #;", k) + "    return 0;\n}\n";
     },
     "#ifdef WITH_HOLDER\n", "#endif\n"},
    {"cpp", "// ", [](const std::string& name) { return "#include \"" + name + ".hpp\"\n"; },
     [](const std::string& name, int k) { return "constexpr int " + name + " = " + n(k) + ";\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "int " + name + "(int a) {\n" + body("  ", "int total_# = a * # + #;", k) + "  return " + calls +
              "(a);\n}\n";
     },
     [](const std::string& name, int k) {
       return "  int " + name + "() const {\n" + body("    ", "int total_# = size + #;", k) + "    return size;\n  }\n";
     },
     "class Holder {\n public:\n", " private:\n  int size = 0;\n};\n"},
    {"python", "# ", [](const std::string& name) { return "import " + name + "\n"; },
     [](const std::string& name, int k) { return name + " = " + n(k) + "\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "def " + name + "(a):\n" + body("    ", "total_# = a * # + #", k) + "    return " + calls + "(a)\n";
     },
     [](const std::string& name, int k) {
       return "    def " + name + "(self):\n" + body("        ", "total_# = self.size + #", k) +
              "        return self.size\n";
     },
     "class Holder:\n    size = 0\n\n", ""},
    {"javascript", "// ", [](const std::string& name) { return "import { " + name + " } from './" + name + "';\n"; },
     [](const std::string& name, int k) { return "const " + name + " = " + n(k) + ";\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "export function " + name + "(a) {\n" + body("  ", "const total# = a * # + #;", k) + "  return " + calls +
              "(a);\n}\n";
     },
     [](const std::string& name, int k) {
       return "  " + name + "() {\n" + body("    ", "const total# = this.size + #;", k) +
              "    return this.size;\n  }\n";
     },
     "export class Holder {\n", "}\n"},
    {"typescript", "// ", [](const std::string& name) { return "import { " + name + " } from './" + name + "';\n"; },
     [](const std::string& name, int k) { return "const " + name + ": number = " + n(k) + ";\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "export const " + name + " = (a: number): number => {\n" + body("  ", "const total# = a * # + #;", k) +
              "  return " + calls + "(a);\n};\n";
     },
     [](const std::string& name, int k) {
       return "  public " + name + "(): number {\n" + body("    ", "const total# = this.size + #;", k) +
              "    return this.size;\n  }\n";
     },
     "export class Holder {\n  private size = 0;\n", "}\n"},
    {"go", "// ", [](const std::string& name) { return "import \"example/" + name + "\"\n"; },
     [](const std::string& name, int k) { return "const " + name + " = " + n(k) + "\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "func " + name + "(a int) int {\n" + body("\t", "total# := a * # + #", k) + "\treturn " + calls +
              "(a)\n}\n";
     },
     [](const std::string& name, int k) {
       return "func (h *Holder) " + name + "() int {\n" + body("\t", "total# := h.size + #", k) +
              "\treturn h.size\n}\n";
     },
     "type Holder struct {\n\tsize int\n}\n\n", ""},
    {"java", "// ", [](const std::string& name) { return "import example." + name + ";\n"; },
     [](const std::string& name, int k) { return "interface Of" + name + " { int " + name + " = " + n(k) + "; }\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return "class In" + name + " {\n    static int " + name + "(int a) {\n" +
              body("        ", "int total# = a * # + #;", k) + "        return " + calls + "(a);\n    }\n}\n";
     },
     [](const std::string& name, int k) {
       return "    int " + name + "() {\n" + body("        ", "int total# = size + #;", k) +
              "        return size;\n    }\n";
     },
     "class Holder {\n    int size = 0;\n", "}\n"},
    {"bash", "# ", [](const std::string& name) { return "source ./" + name + ".sh\n"; },
     [](const std::string& name, int k) { return name + "=" + n(k) + "\n"; },
     [](const std::string& name, const std::string& calls, int k) {
       return name + "() {\n" + body("  ", "local total_#=$(( $1 * # + # ))", k) + "  " + calls + " \"$1\"\n}\n";
     },
     [](const std::string& name, int k) {
       return name + "() {\n" + body("  ", "local total_#=#", k) + "  return 0\n}\n";
     },
     "", ""},
}};

// What a file holds, in order; edits change this and the text is made again.
struct Part {
  char kind = 'f';  // i: import, v: value, f: function, m: method
  std::string name;
  std::string calls;
  int number = 0;
  std::string comment;  // above it; may be empty
  bool far = false;     // a blank line between the comment and it
};

inline std::string text_of(const Syntax& syntax, const std::vector<Part>& parts) {
  std::string text;
  bool in_type = false;
  for (const Part& part : parts) {
    if (part.kind == 'm' && !in_type) text += syntax.type_opens;
    if (part.kind != 'm' && in_type) text += syntax.type_closes;
    in_type = part.kind == 'm';
    const std::string_view indent = in_type && syntax.language != "go" && syntax.language != "c" ? "    " : "";
    if (!part.comment.empty()) {
      text += std::string(indent) + std::string(syntax.comment) + part.comment + "\n";
      if (part.far) text += "\n";
    }
    if (part.kind == 'i') text += syntax.import(part.name);
    if (part.kind == 'v') text += syntax.value(part.name, part.number);
    if (part.kind == 'f') text += syntax.function(part.name, part.calls, part.number) + "\n";
    if (part.kind == 'm') text += syntax.method(part.name, part.number) + "\n";
  }
  if (in_type) text += syntax.type_closes;
  return text;
}

inline std::vector<Part> first_parts() {
  std::vector<Part> parts;
  for (int i = 0; i < 4; ++i) parts.push_back({'i', "module_" + n(i), {}, 0, i == 0 ? "What it is for." : "", true});
  for (int i = 0; i < 6; ++i) parts.push_back({'v', "kValue" + n(i), {}, i, "", false});
  for (int i = 0; i < 22; ++i)
    parts.push_back(
        {'f', "function_" + n(i), "function_" + n((i * 7 + 3) % 22), i * 10, i % 3 == 0 ? "Says what." : "", false});
  for (int i = 0; i < 8; ++i)
    parts.push_back({'m', "method_" + n(i), {}, i * 3, i % 2 == 0 ? "Of the holder." : "", i == 4});
  return parts;
}

}  // namespace rustassistant::source::built
