# SPDX-License-Identifier: MIT
"""What scripts/judges does with --symbols.

Names of functions, types and macros that Universal Ctags finds defined in one file of a folder and nowhere else are asked
for with `rustassistant search`, as one types them; that file should come first. Printed is the mean NDCG@10, and how often
it is first. Names of fewer than five letters, and those in tests, examples and generated files, are not asked for.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from judge_search import SHOWN, gain

ASKED = 60  # names of each folder
GOAL = 0.95
KINDS = {"function", "func", "method", "struct", "class", "enum", "union", "typedef", "type", "alias", "trait", "interface", "macro"}
LANGUAGES = "C,C++,Go,Java,JavaScript,Python,Rust,TypeScript"
ASIDE = re.compile(r"(^|/)_?(tests?|testing|testdata|examples?|bench(es|marks)?|fixtures?|mocks?|vendor|third_party|docs?)/|"
                   r"(^|/)test_|[_.]test\.|Test\.java$|\.min\.", re.IGNORECASE)


def is_generated(path):
    return re.search(r"generated|do not edit", path.read_text(errors="replace")[:2000], re.IGNORECASE)


def defined_once(folder):
    """Names and the one file in which each is defined, whatever as."""
    tags = subprocess.run(["ctags", "-R", "--output-format=json", f"--languages={LANGUAGES}", "-f", "-", "."], cwd=folder,
                          capture_output=True, text=True, check=True).stdout
    files, wanted = {}, set()
    for tag in map(json.loads, tags.splitlines()):
        if tag["_type"] != "tag":
            continue
        path = os.path.normpath(tag["path"])
        files.setdefault(tag["name"], set()).add(path)
        if tag["kind"] in KINDS and re.fullmatch(r"[A-Za-z]\w{4,}", tag["name"]) and not ASIDE.search(path):
            wanted.add(tag["name"])
    once = {name: next(iter(files[name])) for name in sorted(wanted) if len(files[name]) == 1}
    return {name: path for name, path in once.items() if not is_generated(folder / path)}


def gain_of(executable, name, path, folder, environment):
    done = subprocess.run([executable, "search", "--format", "json", "-n", str(SHOWN), name], cwd=folder, env=environment,
                          capture_output=True, check=False)
    found = list(dict.fromkeys(result["path"] for result in json.loads(done.stdout)["results"]))
    return gain(found, {path})


def judge(executable, folders):
    if not folders:
        sys.exit("usage: scripts/judges --symbols FOLDER...")
    gains = []
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.environ["PATH"]}
        for folder in map(pathlib.Path, folders):
            names = defined_once(folder)
            asked = random.Random(7).sample(list(names), min(ASKED, len(names)))
            part = [gain_of(executable, name, names[name], folder, environment) for name in asked]
            gains += part
            missed = [f"{name} ({names[name]})" for name, got in zip(asked, part) if got < 1]
            print(f"{folder.name:14} {len(part):3} names  {sum(part) / max(1, len(part)):.3f}  {' '.join(missed)}", flush=True)
    mean = sum(gains) / max(1, len(gains))
    first = sum(got == 1 for got in gains) / max(1, len(gains))
    print(f"all {len(gains)} names: {mean:.3f}, goal {GOAL}; first {first:.1%}")
    return 0 if mean >= GOAL else 1
