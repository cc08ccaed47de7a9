# SPDX-License-Identifier: MIT
"""Members of a team: homes with a repository and settings, and a model on this machine that counts what it is asked."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "docs"))
import servers
from world import KEY, ROOT, Model

EXE = os.path.realpath(os.environ.get("RUSTASSISTANT_EXE", str(ROOT / "build/dev/rustassistant")))
SIGNING = "0123456789abcdef" * 4
WRITER = "ed25519:" + "11" * 32
SOURCE = "def average(xs):\n    return sum(xs) / len(xs)\n"
SECRETS = [SIGNING, servers.TOKEN, servers.SECRET, WRITER, "password-of-alice", "password-of-bob", "password-of-owner"]

calls = 0
faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)
        print("  FAULT:", what)


class Member:
    """Somebody of the team: a home, a repository with the same file, and settings of the store."""

    def __init__(self, folder, name, port, url, **settings):
        self.home = pathlib.Path(folder) / name
        self.root = None
        self.repo = self.home / "project"
        self.repo.mkdir(parents=True)
        (self.repo / ".git").mkdir()
        (self.repo / "a.py").write_text(SOURCE)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "OPENAI_API_KEY": KEY,
                            "RUSTASSISTANT_OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
                            "RUSTASSISTANT_OPENAI_REQUESTS_PER_MINUTE": "1000000"}
        self.configure(url, **settings)

    def configure(self, url, **settings):
        settings = {"mode": "read-write", "team": "core", "signing_key": SIGNING, "share_private": True} | settings
        lines = [f"{name} = {json.dumps(value)}" for name, value in {"url": url, **settings}.items() if value is not None]
        folder = self.home / ".rustassistant"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / "config.toml").write_text("[cache.remote]\n" + "\n".join(lines) + "\n")

    def confine(self, root):
        """From now on that folder, which holds the home, is all that there is. The executable is a static one."""
        self.root = pathlib.Path(root)
        shutil.copy(EXE, self.root / "rustassistant")
        self.environment["HOME"] = "/" + str(self.home.relative_to(root))

    def enter(self):
        os.chroot(self.root)
        os.chdir("/" + str(self.repo.relative_to(self.root)))

    def run(self, *words, **variables):
        exe = "/rustassistant" if self.root else EXE
        done = subprocess.run([exe, *words], cwd=self.repo, preexec_fn=self.enter if self.root else None, env=self.environment | variables,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        text = done.stdout.decode() + done.stderr.decode()
        for secret in SECRETS:
            expect(secret not in text, f"a secret is shown by {words}")
        if done.stdout.startswith(b"{") and "RUSTASSISTANT_DOCUMENTS" in os.environ:
            name = f"team-{hashlib.sha256(done.stdout).hexdigest()[:16]}.json"
            (pathlib.Path(os.environ["RUSTASSISTANT_DOCUMENTS"]) / name).write_bytes(done.stdout)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def review(self, *more):
        """Exit code, the document, standard error, and how often the model was called."""
        before = calls
        code, out, err = self.run("refactor", "analyze", "a.py", "--format", "json", *more)
        return code, json.loads(out), err, calls - before


def counting(request):
    global calls
    calls += 1
    return original(request)


original = Model.do_POST
Model.do_POST = counting


def times_asked():
    return calls


def answer_of(document):
    return document["results"][0]["analysis"]


def check_sharing(name, folder, port, url, variables=None, **settings):
    """One pays, another gets the same answer for nothing, and keeps it."""
    first = Member(folder, "first", port, url, **settings)
    second = Member(folder, "second", port, url, **settings)
    for member in (first, second):
        member.environment |= variables or {}
    code, paid, err, called = first.review()
    expect(code == 0 and called == 1, f"{name}: the first pays once")
    expect("1 stored" in err, f"{name}: the first stores: {err}")
    code, got, err, called = second.review()
    expect(code == 0 and called == 0, f"{name}: the second pays nothing: {err}")
    expect(answer_of(got) == answer_of(paid), f"{name}: both have the same answer")
    expect(got["summary"]["team_cache"]["hits"] == 1, f"{name}: it is a hit of the team")
    code, out, _ = second.run("cache", "why", "a.py", "--format", "json")
    why = json.loads(out)
    expect(code == 0 and why["cache"] == "hit" and "writer" in why.get("origin", {}), f"{name}: cache why tells the origin")
    return first, second


def check_local(name, member):
    """With the server gone it is a hit on this machine, of which the store hears nothing."""
    code, document, err, called = member.review()
    team = document["summary"]["team_cache"]
    expect(code == 0 and called == 0, f"{name}: a local hit without the server")
    expect(team["hits"] == team["misses"] == team["not_asked"] == 0 and not team["trouble"], f"{name}: nobody was asked")
    expect("team cache" not in err, f"{name}: there is nothing to say: {err}")
