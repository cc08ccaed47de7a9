#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py

Completes command lines in bash, zsh and fish with the scripts of `rustassistant completions`, by RUSTASSISTANT_EXE. bash and
fish are asked for the words that they would offer; zsh, which cannot be asked, gets a terminal and the key Tab.
"""
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXE = os.environ.get("RUSTASSISTANT_EXE", str(ROOT / "build/dev/rustassistant"))
SECONDS = 60  # until a shell that says nothing has failed

# (words before the cursor, what is offered: all of these, and none of those)
CASES = [
    (["cache", "st"], {"status"}, {"prune"}),
    ([""], {"refactor", "cache", "completions"}, {"status"}),
    (["refactor", "analyze", "--format", "js"], {"json"}, {"text"}),
    (["refactor", "analyze", "--fail-on", ""], {"critical", "high", "medium", "low"}, {"text"}),
    (["refactor", "analyze", "--model", "gpt-4.1-n"], {"gpt-4.1-nano"}, {"gpt-4.1"}),
    (["refactor", "analyze", "--max-c"], {"--max-cost"}, {"--model"}),
    (["cache", "status", "--fo"], {"--format"}, set()),
    (["--color", "never", "cache", "pru"], {"prune"}, {"status"}),
    (["cache", "why", "some"], {"some file.rs"}, {"status"}),
    (["completions", "fi"], {"fish"}, {"bash"}),
]
# What zsh makes of a line, and of Tab.
ZSH = [
    ("rustassistant cache stat", "rustassistant cache status"),
    ("rustassistant comp", "rustassistant completions"),
    ("rustassistant refactor analyze --format js", "--format json"),
    ("rustassistant refactor analyze --max-c", "--max-cost="),
    ("rustassistant completions fi", "completions fish"),
    ("rustassistant cache why some", "cache why some\\ file.rs"),
    ("rustassistant --color never cache pru", "cache prune"),
]


def script(shell):
    return subprocess.run([EXE, "completions", shell], check=True, capture_output=True, text=True).stdout


def bash(words, folder):
    code = ('source "$1"; shift; COMP_WORDS=(rustassistant "$@"); COMP_CWORD=$#; _rustassistant; '
            'printf "%s\\n" "${COMPREPLY[@]}"')
    return subprocess.run(["bash", "-c", code, "bash", folder + "/bash", *words], cwd=folder, check=True,
                          capture_output=True, text=True).stdout.splitlines()


def fish(words, folder):
    line = "rustassistant " + " ".join(words)
    ran = subprocess.run(["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", folder + "/fish", line],
                         cwd=folder, check=True, capture_output=True, text=True, env={**os.environ, "HOME": folder})
    return [offered.split("\t")[0].replace("\\ ", " ") for offered in ran.stdout.splitlines()]


class Zsh:
    def __init__(self, folder):
        self.text = ""
        process, self.terminal = pty.fork()
        if process == 0:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb", "COLUMNS": "200"})
        self.type("PS1=; unsetopt zle_bracketed_paste; setopt no_beep; autoload -Uz compinit; compinit -u -d dump; "
                  "source ./zsh; print rea''dy\n")
        self.wait_for("ready")

    def type(self, text):
        self.text = ""
        os.write(self.terminal, text.encode())

    def wait_for(self, words):
        end = time.monotonic() + SECONDS
        while words not in self.text and time.monotonic() < end:
            if select.select([self.terminal], [], [], 1)[0]:
                self.text += os.read(self.terminal, 65536).decode(errors="replace")
        return words in self.text

    def completes(self, line, wanted):
        self.type(line + "\t")
        found = self.wait_for(wanted)
        said = self.text
        self.type("\x15print rea''dy\n")
        self.wait_for("ready")
        return found, said


def main():
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "some file.rs").write_text("fn main() {}\n")
        for shell in ("bash", "zsh", "fish"):
            pathlib.Path(folder, shell).write_text(script(shell))
        for words, wanted, unwanted in CASES:
            for shell in (bash, fish):
                offered = set(shell(words, folder))
                if not wanted <= offered or unwanted & offered:
                    faults.append(f"{shell.__name__}: {' '.join(words)!r} offers {sorted(offered)}")
        zsh = Zsh(folder)
        for line, wanted in ZSH:
            found, said = zsh.completes(line, wanted)
            if not found:
                faults.append(f"zsh: {line!r} became {said!r}")
    for fault in faults:
        print(fault)
    print(f"completions: {2 * len(CASES) + len(ZSH)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
