#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Validates what RUSTASSISTANT_EXE writes in each format against the official schemas beside this file.

The executable sees an empty home, no keys, and a repository with hostile names and texts; it answers without a model.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

try:
    import jsonschema
except ImportError:
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])  # for which the distribution's package is

HERE = pathlib.Path(__file__).resolve().parent
FORMATS = ["sarif", "gitlab", "rdjson", "checkstyle", "junit", "github", "markdown"]
failures = []


def expect(condition, about):
    if not condition:
        failures.append(about)
        print("FAILED", about)


def schema(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def matches(document, schema_document, about):
    errors = list(jsonschema.Draft4Validator(schema_document).iter_errors(document))
    for error in errors[:5]:
        print(about, list(error.absolute_path), error.message[:200])
    expect(not errors, about + ": does not match its schema")


def check_sarif(text, about):
    log = json.loads(text)
    matches(log, schema("sarif-schema-2.1.0.json"), about)
    run = log["runs"][0]
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        expect(set(region) == {"startLine", "startColumn", "endLine", "endColumn"}, about + ": a region is not whole")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        expect(not uri.startswith(("/", "./", "file:")), about + ": a path is not relative to the repository: " + uri)
        expect("primaryLocationLineHash" in result["partialFingerprints"], about + ": no primaryLocationLineHash")
        expect(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"], about + ": wrong rule")
    for rule in run["tool"]["driver"]["rules"]:
        # SARIF1001 of Microsoft's validator
        expect(rule.get("name", "").lower() != rule["id"], about + ": a name that is its id: " + rule["id"])
    prints = [result["partialFingerprints"]["rustassistant/v1"] for result in run["results"]]
    expect(len(prints) == len(set(prints)), about + ": fingerprints repeat")
    return len(run["results"])


def check_gitlab(text, about):
    elements = json.loads(text)
    for element in elements:
        matches(element, schema("gitlab-codeclimate.json"), about)
        expect(element.get("check_name"), about + ": no check_name")
    prints = [element["fingerprint"] for element in elements]
    expect(len(prints) == len(set(prints)), about + ": fingerprints repeat")
    return len(elements)


def check_rdjson(text, about):
    result = json.loads(text)
    matches(result, schema("reviewdog-DiagnosticResult.json"), about)
    return len(result["diagnostics"])


def check_junit(text, about):
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        report.write(text.encode("utf-8"))
        report.flush()
        command = ["xmllint", "--nonet", "--noout", "--schema", str(HERE / "junit-jenkins-10.xsd"), report.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    expect(done.returncode == 0, about + ": " + done.stderr[:500])
    return len(ElementTree.fromstring(text).findall(".//failure"))


def check_checkstyle(text, about):
    root = ElementTree.fromstring(text.encode("utf-8"))
    expect(root.tag == "checkstyle" and root.get("version"), about + ": not a report of Checkstyle")
    for file in root:
        expect(file.tag == "file" and file.get("name"), about + ": a file without a name")
        for error in file:
            attributes = {"line", "column", "severity", "message", "source"}
            expect(error.tag == "error" and set(error.attrib) == attributes, about + ": attributes of an error")
            expect(error.get("severity") in {"error", "warning", "info"}, about + ": severity")
    return len(root.findall(".//error"))


def check_github(text, about):
    commands = [line for line in text.split("\n") if line.startswith("::")]
    for line in commands:
        expect(line.split(" ")[0] in {"::error", "::warning", "::notice"}, about + ": another command: " + line)
    return len(commands)


def check_markdown(text, about):
    expect(text.startswith("<!-- rustassistant:refactor -->\n"), about + ": no marker")
    expect(text.count("<details>") == text.count("</details>"), about + ": a fold is not closed")
    expect("<script" not in text and "<img" not in text, about + ": HTML of a name or text")
    return text.count("\n- **")


CHECKS = {
    "sarif": check_sarif,
    "gitlab": check_gitlab,
    "rdjson": check_rdjson,
    "junit": check_junit,
    "checkstyle": check_checkstyle,
    "github": check_github,
    "markdown": check_markdown,
}


def long_function(name, lines):
    return "fn " + name + "(a: u8, b: u8, c: u8, d: u8, e: u8) {\n" + "    work();\n" * lines + "}\n"


def build(folder):
    (folder / "repo/.git").mkdir(parents=True)
    (folder / "repo/.git/HEAD").write_text("ref: refs/heads/main\n")
    names = ["plain.rs", "a b.rs", "ä#?%&\"'<script>|`@octocat.rs", "::error::x.rs", "##[error]x.rs", "new\nline.rs"]
    for number, name in enumerate(names):
        (folder / "repo/findings").mkdir(exist_ok=True)
        (folder / "repo/findings" / name).write_text(long_function("f%d" % number, 60) * 2, encoding="utf-8")
        (folder / "repo/todos").mkdir(exist_ok=True)
        (folder / "repo/todos" / name).write_text("// TODO: one\n// FIXME(a): two\n", encoding="utf-8")
    (folder / "repo/clean.rs").write_text("fn main() {}\n")
    (folder / "repo/binary.rs").write_bytes(b"\0\1\2" * 100)


REVIEW = ["refactor", "analyze", "--provider", "builtin"]


def run(folder, words, cwd, of=REVIEW):
    exe = os.environ["RUSTASSISTANT_EXE"]
    environment = {"HOME": str(folder), "RUSTASSISTANT_HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
    command = [str(pathlib.Path(exe).resolve())] + of + words
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        build(folder)
        for form in FORMATS:
            check = CHECKS[form]
            found = run(folder, ["findings", "--format", form], folder / "repo")
            count = check(found.stdout, form + " with findings")
            least = 10 if form == "github" else 12  # of which GitHub shows nine and a notice
            expect(found.returncode == 0 and count >= least, "%s: %d findings, exit %d" % (form, count, found.returncode))
            elsewhere = run(folder, ["../repo/findings", "--format", form], folder / "repo/findings" / "..")
            inside = run(folder, [".", "--format", form], folder / "repo/findings")
            expect(elsewhere.stdout == found.stdout, form + ": another way of naming a folder changes the report")
            expect(inside.stdout == found.stdout, form + ": another working folder changes the report")
            clean = run(folder, ["clean.rs", "--format", form], folder / "repo")
            expect(check(clean.stdout, form + " clean") == 0, form + ": a clean file has findings")
            todos = run(folder, ["todos", "--format", form], folder / "repo", ["todos", "scan"])
            count = check(todos.stdout.replace("rustassistant:todos", "rustassistant:refactor"), form + " of todos")
            expect(todos.returncode == 0 and count >= least, "%s: %d todos, exit %d" % (form, count, todos.returncode))
            general = run(folder, ["findings", "--format", form], folder / "repo", ["analysis", "run", "--provider", "builtin"])
            check(general.stdout.replace("rustassistant:analysis", "rustassistant:refactor"), form + " of a general review")
            for words in (["clean.rs", "binary.rs"], ["missing.rs"], ["--no-such-option"], []):
                failed = run(folder, words + ["--format", form], folder / "repo")
                check(failed.stdout, "%s failed with %s" % (form, words))
                expect(failed.returncode != 0, form + ": a failure exits with 0")
                expect("not reviewed" in failed.stdout, "%s: %s reads as clean" % (form, words))
    print("formats: %d formats, %d failures" % (len(FORMATS), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
