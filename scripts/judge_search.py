# SPDX-License-Identifier: MIT
"""What scripts/judges does with --search.

Compares `rustassistant search` with plain BM25 of SQLite's full-text search (unicode61) over chunks of the same files, by
NDCG@10 over files, and prints the ratio of the means with its paired bootstrap interval. QUERIES is a file of

  @NAME ... PREFIX             a repository below FOLDER, and what its paths begin with ("" for nothing)
  query|path path|path         what is asked, the files that answer it, and files that answer it, too

and FOLDER holds a folder NAME for each repository. Lines that begin with # are left out. No such file is part of this
repository: the queries that docs/search.md speaks of are a part of those of the semble benchmark (MinishLab, MIT).
"""
import json
import math
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

ENDINGS = {".rs", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx",
           ".mts", ".go", ".java", ".sh", ".bash"}
CHUNK = 1500  # characters
SHOWN = 30
ROUNDS = 10_000


def repositories(file):
    found = []
    for line in pathlib.Path(file).read_text().splitlines():
        if line.startswith("@"):
            words = line[1:].split(" ")
            found.append((words[0], "" if words[-1] == '""' else words[-1] if len(words) > 1 else "", []))
        elif line and not line.startswith("#"):
            query, first, *more = line.split("|")
            prefix = found[-1][1]
            found[-1][2].append((query, {prefix + path for part in (first, *more) for path in part.split()}))
    return found


def chunks_of(text):
    """Whole lines, cut before a line that is not indented once a chunk is nearly full."""
    chunk, size = [], 0
    for line in text.splitlines(True):
        top = re.match(r"[A-Za-z#@/\[{}]", line)
        if chunk and (size + len(line) > CHUNK or (top and size > CHUNK * 0.6)):
            yield "".join(chunk)
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    if chunk:
        yield "".join(chunk)


class Plain:
    """The other side."""

    def __init__(self, folder):
        self.files, self.owner = [], []
        self.table = sqlite3.connect(":memory:")
        self.table.execute("CREATE VIRTUAL TABLE t USING fts5(body)")
        for path in sorted(folder.rglob("*")):
            if path.suffix not in ENDINGS or not path.is_file():
                continue
            self.files.append(str(path.relative_to(folder)))
            for chunk in chunks_of(path.read_text(errors="replace")):
                self.table.execute("INSERT INTO t (rowid, body) VALUES (?, ?)", (len(self.owner), chunk))
                self.owner.append(self.files[-1])

    def rank(self, query):
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", query.lower())))
        rows = self.table.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 500", (words,))
        return list(dict.fromkeys(self.owner[row] for row, in rows))


def gain(order, wanted):
    best = sum(1 / math.log2(i + 2) for i in range(min(10, len(wanted))))
    return sum(1 / math.log2(i + 2) for i, path in enumerate(order[:10]) if path in wanted) / best


def interval(plain, ours):
    """Of the ratio of the means, over queries drawn with replacement."""
    draw = random.Random(1)
    ratios = []
    for _ in range(ROUNDS):
        at = draw.choices(range(len(plain)), k=len(plain))
        ratios.append(sum(ours[i] for i in at) / sum(plain[i] for i in at))
    ratios.sort()
    return ratios[ROUNDS // 40], ratios[-ROUNDS // 40]


def judge(executable, arguments):
    least = 1.22
    if arguments and arguments[0].startswith("--min-ratio="):
        least = float(arguments.pop(0).split("=")[1])
    if len(arguments) != 2:
        sys.exit("usage: scripts/judges --search [--min-ratio=1.22] QUERIES FOLDER")
    plain, ours, times = [], [], []
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.environ["PATH"]}
        for name, _, queries in repositories(arguments[0]):
            folder = pathlib.Path(arguments[1]) / name
            other = Plain(folder)
            first = len(plain)
            for query, wanted in queries:
                wanted &= set(other.files)
                if not wanted:
                    continue
                command = [executable, "search", "--format", "json", "-n", str(SHOWN), query]
                subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
                start = time.monotonic()
                answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
                times.append(time.monotonic() - start)
                ours.append(gain([result["path"] for result in json.loads(answer.stdout)["results"]], wanted))
                plain.append(gain(other.rank(query), wanted))
            count = len(plain) - first
            if count:
                print(f"{name:14} {count:3} queries  plain {sum(plain[first:]) / count:.3f}  "
                      f"search {sum(ours[first:]) / count:.3f}", flush=True)
    ratio = sum(ours) / sum(plain)
    low, high = interval(plain, ours)
    times.sort()
    print(f"all {len(plain)} queries: plain {sum(plain) / len(plain):.3f}, search {sum(ours) / len(ours):.3f}, ratio "
          f"{ratio:.3f} [{low:.3f} {high:.3f}], goal {least}; {times[len(times) // 2] * 1e3:.0f} ms a search")
    return 0 if ratio >= least else 1
