#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py [DOCUMENT]...

Runs every command line of README.md, CONTRIBUTING.md and docs/**/*.md with RUSTASSISTANT_EXE. A block is fenced code:

  sh       runs as it stands, and must succeed
  console  lines after `$ ` run, and what follows is what they say. `...` stands for any lines, or for the rest of a line;
           times, sizes, dates, the home folder and builtin's version are masked. A command fails only where the next
           one is `echo $?`
  toml     a settings file: `config show` takes it without a warning
  json     one JSON document, or one a line
  yaml     CI of others: its lines that call rustassistant stand in a block that runs

A comment before a block says what it needs:

  <!-- not run: REASON -->     it is only read
  <!-- run: with a key -->     a provider answers, at a server on this machine
  <!-- run: with Ollama -->    the same, at the address that is the default for one's own server
  <!-- run: with an older tool -->  the home has answers of one

All other code in a document must not look like a command line. In the text, `rustassistant ...` and `cache ...` must name
a command and options that are in docs/cli.md; a message that a table explains must stand in the source,
and links and files of the project that are named must exist.
"""
import json
import pathlib
import re
import sys

from world import ROOT, World, model, world

BLOCK = re.compile(r"(?:^ *<!-- (?P<note>(?:not )?run: [^>]*) -->\n)?"
                   r"^(?P<indent> *)```(?P<kind>[a-z]*)\n(?P<text>.*?)^ *```$", re.M | re.S)
NEEDS = {
    "": lambda place: {},
    "run: with a key": World.with_key,
    "run: with Ollama": World.with_ollama,
    "run: with an older tool": World.with_older_tool,
}
PLAIN = {"csv"}


class Block:
    def __init__(self, document, match):
        self.document = document
        self.line = document.count_lines(match.start("kind"))
        self.note = match["note"] or ""
        self.kind = match["kind"]
        indent = len(match["indent"])
        self.text = "".join(line[indent:] if line.strip() else line for line in match["text"].splitlines(True))

    def fault(self, what):
        return f"{self.document.name}:{self.line}: {what}"


class Document:
    def __init__(self, path):
        self.name = str(path.relative_to(ROOT))
        self.text = path.read_text()
        self.blocks = [Block(self, match) for match in BLOCK.finditer(self.text)]
        self.prose = BLOCK.sub("", self.text)

    def count_lines(self, offset):
        return self.text.count("\n", 0, offset) + 1


def run_script(block, place):
    code, output = place.bash("set -euo pipefail\n" + block.text, NEEDS[block.note](place))
    return [block.fault(f"exit {code}\n{output}")] if code else []


def steps_of(text):
    """Commands and what they say, as lists of lines."""
    steps = []
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps and steps[-1][0].endswith("\\") and not steps[-1][1]:
            steps[-1] = (steps[-1][0] + "\n" + line, [])
        elif not steps:
            raise ValueError("a transcript begins with a command")
        else:
            steps[-1][1].append(line)
    return steps


def fits(expected, got):
    """Whether lines are as expected, where `...` stands for any lines, or for the rest of a line."""
    if not expected:
        return not got
    if expected[0] == "...":
        return fits(expected[1:], got) or (bool(got) and fits(expected, got[1:]))
    same = got and (got[0].startswith(expected[0][:-3]) if expected[0].endswith("...") else got[0] == expected[0])
    return bool(same) and fits(expected[1:], got[1:])


def run_transcript(block, place):
    steps = steps_of(block.text)
    # One shell for all, so that $? and cd last. Outputs are set apart by a line that no command writes.
    script = "".join(f"{command}\ncode=$?; printf '\\n\\001%d\\n' $code; (exit $code)\n" for command, _ in steps)
    _, output = place.bash(script, NEEDS[block.note](place))
    parts = re.split(r"\n\x01(\d+)\n", output)
    faults = []
    for number, (command, lines) in enumerate(steps):
        said, code = parts[2 * number], int(parts[2 * number + 1])
        following = steps[number + 1][0] if number + 1 < len(steps) else ""
        if code and following != "echo $?":
            faults.append(block.fault(f"$ {command}\nexit {code}\n{said}"))
        expected = [line for line in place.masked("\n".join(lines)) if line]
        got = [line for line in place.masked(said) if line]
        if not fits(expected, got):
            faults.append(block.fault(f"$ {command}\nsays\n{said}"))
    return faults


def check_settings(block, place):
    path = place.folder / "settings" / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(block.text)
    code, output = place.bash("rustassistant config show >/dev/null", {"RUSTASSISTANT_HOME": str(path.parent)})
    return [block.fault(f"exit {code}, {output}")] if code or output else []


def check_json(block, _):
    try:
        json.loads(block.text)
    except json.JSONDecodeError:
        try:
            [json.loads(line) for line in block.text.splitlines()]
        except json.JSONDecodeError as error:
            return [block.fault(str(error))]
    return []


def check_pipeline(block, _):
    ran = {line.strip() for other in block.document.blocks if other.kind in ("sh", "console") and
           not other.note.startswith("not run") for line in other.text.splitlines()}
    lines = [re.sub(r"^(- )?(run: )?", "", line.strip()) for line in block.text.splitlines()]
    return [block.fault(f"does not stand in a block that runs: {line}") for line in lines
            if line.startswith("rustassistant ") and line not in ran]


CHECKS = {"sh": run_script, "console": run_transcript, "toml": check_settings, "json": check_json,
          "yaml": check_pipeline}


def check_block(block, place):
    if block.kind == "" or block.kind in PLAIN:
        looks = re.search(r"^(\$ |rustassistant )", block.text, re.M)
        if looks and block.document.name != "docs/cli.md":
            return [block.fault("looks like a command line: make it sh or console")]
        return []
    if block.kind not in CHECKS:
        return [block.fault(f"unknown kind of block '{block.kind}'")]
    if block.note.startswith("not run: "):
        return []
    if block.note not in NEEDS:
        return [block.fault(f"unknown note '{block.note}'")]
    return CHECKS[block.kind](block, place)


def options_by_command():
    """The options in docs/cli.md, by command; those of every command by ''."""
    text = (ROOT / "docs/cli.md").read_text()
    options = {}
    for heading, body in re.findall(r"^## (.*?)$(.*?)(?=^## |\Z)", text, re.M | re.S):
        name = heading.strip("`").removeprefix("rustassistant ") if heading.startswith("`") else ""
        options.setdefault(name, set()).update(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(
            row.split("|")[1] for row in body.splitlines() if row.startswith("| `-"))))
    return options


def check_prose(document, options):
    groups = {name.split()[0] for name in options if name}
    for span in re.findall(r"`([a-z]+ [^`\n]+)`", document.prose):
        if span.split()[0] not in groups | {"rustassistant"}:
            continue
        words = span.removeprefix("rustassistant ").split()
        command = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in options), None)
        if command is None and not words[0].startswith("-"):
            yield f"{document.name}: no such command: {span}"
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", span):
            if option not in options.get(command, set()) | options.get("", set()) | {"--help", "--version"}:
                yield f"{document.name}: {option} is no option of '{command}': {span}"


def check_messages(document):
    """Messages that a table explains, `…` for what varies, must stand in the source."""
    if "| message |" not in document.text:
        return
    source = "".join(path.read_text() for path in sorted((ROOT / "src").rglob("*.cpp")))
    source = re.sub(r'"\s*\n\s*"', "", source)
    for message in re.findall(r"^\| `([^`]+)` \|", document.text, re.M):
        for part in message.split("…"):
            if part not in source:
                yield f"{document.name}: no such message: {message}"


def anchors_of(path):
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links(document):
    folder = (ROOT / document.name).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", document.prose):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (folder / name) if name else ROOT / document.name
        if not path.exists():
            yield f"{document.name}: no such file: {target}"
        elif anchor and anchor not in anchors_of(path):
            yield f"{document.name}: no such heading: {target}"
    for name in re.findall(r"`((?:cmake|docs|include|migrations|prompts|scripts|src|tests)/[\w./-]*)`", document.prose):
        if not (ROOT / name).exists():
            yield f"{document.name}: no such file: {name}"


def check_archives(document):
    """The archives that a document installs are those that scripts/package makes."""
    version = re.search(r"^project\(rustassistant VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(), re.M)[1]
    named = set(re.findall(r"rustassistant-([0-9.]+)-(\w+)\.tar\.gz", document.text))
    if named and named != {(version, name) for name in ("x86_64", "aarch64", "armhf")}:
        yield f"{document.name}: other archives than those of version {version}: {sorted(named)}"


def main():
    paths = [ROOT / name for name in sys.argv[1:]]
    paths = paths or [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    options = options_by_command()
    faults, blocks, skipped = [], 0, 0
    with model() as port:
        for document in map(Document, paths):
            faults += [*check_prose(document, options), *check_links(document), *check_messages(document),
                       *check_archives(document)]
            if not document.blocks:
                continue
            with world(port) as place:
                for block in document.blocks:
                    blocks += 1
                    skipped += block.note.startswith("not run")
                    faults += check_block(block, place)
    for fault in faults:
        print(fault)
    print(f"docs: {blocks} blocks, {skipped} not run, {len(faults)} faults")
    return 1 if faults or blocks == 0 else 0


sys.exit(main())
