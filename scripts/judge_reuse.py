# SPDX-License-Identifier: MIT
"""What `scripts/judges --reuse` does: replays the edits of real histories and sums what questions about them take."""
import collections
import json
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = {
    "rs": "rust", "c": "c", "h": "c", "cc": "cpp", "cpp": "cpp", "hpp": "cpp", "py": "python", "js": "javascript",
    "ts": "typescript", "tsx": "tsx", "go": "go", "java": "java", "sh": "bash",
}
MOST_EDITS = 300  # of each repository and scope
MOST_BYTES = 1_000_000
SMALL = 6_000  # bytes of a numbered file
GOALS = [("mean", 0.45), ("pooled", 0.40), ("worst", 0.75), ("mean of files from 6 kB", 0.40)]
LEAST_KEPT = 0.90
MOST_WHOLE = 0.25


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True).stdout


class Blobs:
    """Contents of files, from one `git cat-file` for all."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["git", "-C", folder, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def content(self, name):
        self.process.stdin.write(name.encode() + b"\n")
        self.process.stdin.flush()
        header = self.process.stdout.readline().split()
        if header[-1] == b"missing" or header[1] != b"blob":
            return None
        size = int(header[2])
        content = self.process.stdout.read(size + 1)[:-1]
        return content if size <= MOST_BYTES else None


def changes_of(folder):
    """(path, day, old blob, new blob) of edits on the main line, the newest first."""
    log = git(folder, "log", "--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "--diff-filter=M",
              "--date=short", "--format=@%cd", "-n", "6000", "HEAD").decode(errors="replace")
    day = ""
    for line in log.splitlines():
        if line.startswith("@"):
            day = line[1:]
        elif line.startswith(":"):
            facts, path = line.split("\t", 1)
            parts = facts.split()
            if path.rsplit(".", 1)[-1] in LANGUAGES:
                yield path, day, parts[2], parts[3]


def edits_of(folder, scope):
    """(path, old blob, new blob), oldest first: of each commit, or of each day in which a file changed."""
    edits = []
    for path, day, old, new in changes_of(folder):
        same_day = scope == "day" and edits and next((e for e in edits if e[0] == path and e[1] == day), None)
        if same_day:
            same_day[2] = old
            continue
        if len(edits) >= MOST_EDITS:
            break
        edits.append([path, day, old, new])
    return [(path, old, new) for path, _, old, new in reversed(edits)]


def replay(program, folder, scope):
    blobs = Blobs(folder)
    judge = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    sent_since = collections.Counter()
    rows = []
    for path, old, new in edits_of(folder, scope):
        before, behind = blobs.content(old), blobs.content(new)
        if before is None or behind is None or b"\0" in before + behind:
            continue
        language = LANGUAGES[path.rsplit(".", 1)[-1]]
        judge.stdin.write(f"{language} {sent_since[path]} {len(before)} {len(behind)}\n".encode() + before + behind)
        judge.stdin.flush()
        row = json.loads(judge.stdout.readline())
        sent_since[path] = row["sent_since"]
        rows.append(row)
    judge.stdin.close()
    judge.wait()
    return rows


def ratio(rows):
    whole = sum(row["whole"] for row in rows)
    return sum(row["sent"] for row in rows) / whole if whole else 0


def is_large(row):
    return row["listing"] >= SMALL


def line_of(name, scope, rows):
    large = [row for row in rows if is_large(row)]
    kept = sum(row["kept"] for row in large) / max(sum(row["unchanged"] for row in large), 1)
    whole = sum(row["reason"] != "none" for row in large) / max(len(large), 1)
    wrong = sum(not row["equal"] for row in rows)
    return (f"| {name} | {scope} | {len(rows)} | {ratio(rows):.2f} | {ratio(large):.2f} | {100 * kept:.0f} | "
            f"{100 * whole:.0f} | {wrong} |")


def judge_all(folders):
    """The lines of the table, and whether the goals hold."""
    program = str(next((ROOT / "build").glob("*/tests/bench_reuse_replay")))
    lines = ["| repository | scope | edits | bytes | of files from 6 kB | unchanged units kept, % | asked whole, % | not as the whole |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    holds = True
    for scope in ("commit", "day"):
        by_folder = {folder: replay(program, folder, scope) for folder in folders}
        for folder, rows in by_folder.items():
            lines.append(line_of(pathlib.Path(folder).name.removesuffix(".git"), scope, rows))
        every = [row for rows in by_folder.values() for row in rows]
        large = [[row for row in rows if is_large(row)] for rows in by_folder.values()]
        figures = [statistics.mean(map(ratio, by_folder.values())), ratio(every), max(map(ratio, by_folder.values())),
                   statistics.mean(map(ratio, large))]
        for (what, goal), figure in zip(GOALS, figures):
            lines.append(f"{scope}: {what} {figure:.3f}, goal {goal}: {'holds' if figure <= goal else 'MISSED'}")
            holds = holds and figure <= goal
        flat = [row for rows in large for row in rows]
        kept = sum(row["kept"] for row in flat) / sum(row["unchanged"] for row in flat)
        whole = sum(row["reason"] != "none" for row in flat) / len(flat)
        lines.append(f"{scope}: unchanged units kept {kept:.3f}, goal {LEAST_KEPT}: {'holds' if kept >= LEAST_KEPT else 'MISSED'}")
        lines.append(f"{scope}: asked whole {whole:.3f}, goal {MOST_WHOLE}: {'holds' if whole <= MOST_WHOLE else 'MISSED'}")
        holds = holds and kept >= LEAST_KEPT and whole <= MOST_WHOLE and all(row["equal"] for row in every)
    return lines, holds
