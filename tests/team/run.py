#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py: a team that shares answers, with the executable that RUSTASSISTANT_EXE names and real servers.

Each check has homes of its own, a model on this machine, and a store: nginx, Apache, S3 signatures, PostgreSQL, or one that
fails as it is told."""
import json
import pathlib
import re
import sys
import tempfile

import databases
import down
import servers
from member import SOURCE, WRITER, Member, check_local, check_sharing, expect, faults, times_asked
from world import FINDING, model


def programs(port):
    for name, start in (("nginx", servers.nginx), ("Apache", servers.apache)):
        with tempfile.TemporaryDirectory(prefix="team.") as folder:
            pathlib.Path(folder).chmod(0o755)
            with start(folder + "/server") as server:
                first, second = check_sharing(name, folder, port, server.url, api_key=servers.TOKEN)
                before = server.files()
                code, document, _, called = second.review("--refresh")
                expect(code == 0 and called == 1, f"{name}: --refresh asks the model")
                expect(document["summary"]["team_cache"]["stored"] == 0, f"{name}: nothing is stored again")
                expect(before and server.files() == before, f"{name}: a second writer replaces nothing")
                code, out, _ = first.run("cache", "remote", "check", "--format", "json")
                checks = {check["name"]: check for check in json.loads(out)["checks"]}
                expect(code == 0 and all(check["passed"] for check in checks.values()), f"{name}: check passes: {checks}")
                expect(checks["replace"]["detail"] == "what is there stays", f"{name}: check knows that nothing is replaced")
                reader = Member(folder, "reader", port, server.url, api_key=servers.READER)
                (reader.repo / "a.py").write_text(SOURCE + "# more\n")
                code, document, err, called = reader.review()
                expect(code == 0 and called == 1, f"{name}: a refused write changes nothing")
                expect("writing is not allowed" in err, f"{name}: and is said: {err}")
                stranger = Member(folder, "stranger", port, server.url, api_key="wrong")
                code, _, err, called = stranger.review()
                expect(code == 0 and called == 1 and "credentials were refused" in err, f"{name}: wrong credentials: {err}")
            check_local(name, second)


def s3(port):
    with tempfile.TemporaryDirectory() as folder, servers.told(servers.aws_verdict) as server:
        url = server.url.replace("127.0.0.1", f"{servers.KEY_ID}:{servers.SECRET.replace('/', '%2F')}@127.0.0.1")
        _, second = check_sharing("S3", folder, port, url.replace("/{key}", "/bucket/{key}"), sigv4="eu-1")
        code, out, _ = second.run("config", "show")
        expect(code == 0 and servers.KEY_ID not in out, "S3: config show leaves the access key out")
        wrong = Member(folder, "wrong", port, url.replace(servers.KEY_ID + ":", servers.KEY_ID + ":x"), sigv4="eu-1")
        code, _, err, called = wrong.review()
        expect(code == 0 and called == 1 and "refused" in err, f"S3: a wrong secret: {err}")


def signatures(port):
    """Writers with keys of their own, readers who trust some of them, and what nobody should believe."""
    with tempfile.TemporaryDirectory() as folder, servers.told() as server:
        writer = Member(folder, "writer", port, server.url, signing_key=WRITER)
        writer.review()
        code, out, _ = writer.run("cache", "remote", "status", "--format", "json")
        status = json.loads(out)
        expect(code == 0 and status["public_key"].startswith("ed25519:"), "status shows the public key")
        reader = Member(folder, "reader", port, server.url, mode="read", signing_key=None, trust=[status["public_key"]])
        seen = len(server.seen)
        code, _, _, called = reader.review()
        expect(code == 0 and called == 0, "a reader believes whom it trusts")
        (reader.repo / "b.py").write_text(SOURCE + "# other\n")
        reader.run("refactor", "analyze", "b.py")
        expect(all(method == "GET" for method, _, _ in server.seen[seen:]), "a reader writes nothing")
        code, out, _ = reader.run("cache", "clear", "--from", status["key_id"], "--yes", "--format", "json")
        expect(code == 0 and json.loads(out)["entries"] == 1, f"what a key wrote can be cleared: {out}")
        path, good = next(iter(server.kept.items()))
        bad = {"untrusted": None, "cut": good[:-1], "longer": good + b"x"}
        bad |= {f"byte {at}": good[:at] + bytes([good[at] ^ 1]) + good[at + 1:] for at in (0, 5, 7, 20, 23, 40, len(good) - 1)}
        for name, content in bad.items():
            server.kept[path] = content or good
            trust = ["ed25519:" + "22" * 32] if content is None else [status["public_key"]]
            victim = Member(folder, name.replace(" ", ""), port, server.url, mode="read", signing_key=None, trust=trust)
            code, document, err, called = victim.review()
            expect(code == 0 and called == 1, f"{name}: the model answers")
            expect(document["summary"]["team_cache"]["rejected"] == 1 and "rejected" in err, f"{name}: it is rejected: {err}")
        other = Member(folder, "other", port, server.url, team="other", signing_key=WRITER)
        server.kept[path] = good
        _, document, _, called = other.review()
        expect(called == 1 and document["summary"]["team_cache"]["misses"] == 1, "another team finds nothing")


def hostile(port):
    """What a writer who is believed has written cannot command a terminal."""
    finding = FINDING[1]
    kept = finding["description"]
    finding["description"] = "\x1b]0;title\x07\x1b[2Jfails \u202e\u009b31m on an empty list"
    try:
        with tempfile.TemporaryDirectory() as folder, servers.told() as server:
            writer = Member(folder, "writer", port, server.url, signing_key=WRITER)
            writer.review()
            _, status, _ = writer.run("cache", "remote", "status", "--format", "json")
            trusted = [json.loads(status)["public_key"]]
            reader = Member(folder, "reader", port, server.url, mode="read", signing_key=None, trust=trusted)
            for words in (["refactor", "analyze", "a.py"], ["refactor", "analyze", "--color", "always", "a.py"], ["cache", "why", "a.py"]):
                code, out, err = reader.run(*words)
                expect("why" in words or "on an empty list" in out, f"{words} show the finding: {out}")
                shown = "".join(re.split("\x1b\\[[0-9;]*m", out + err)) if "--color" in words else out + err
                expect(code == 0 and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown), f"{words}: {shown!r}")
    finally:
        finding["description"] = kept


def without_keys(port):
    with tempfile.TemporaryDirectory() as folder, servers.told() as server:
        nobody = Member(folder, "nobody", port, server.url, mode="read", signing_key=None)
        code, _, err, called = nobody.review()
        expect(code == 0 and called == 1 and not server.seen and "there is no key" in err, f"no key: {err}")
        fork = Member(folder, "fork", port, server.url, signing_key="${TEAM_SECRET_KEY}")
        code, _, err, _ = fork.review()
        expect(code == 0 and not server.seen and "TEAM_SECRET_KEY, which is not set" in err, f"a fork: {err}")
        private = Member(folder, "private", port, server.url, share_private=False)
        private.review()
        expect(not server.seen, "a model on this machine stays on this machine")
        code, _, err = private.run("refactor", "analyze", "a.py", RUSTASSISTANT_CACHE_REMOTE_URL="http://cache.example.org/{key}",
                                   RUSTASSISTANT_CACHE_REMOTE_API_KEY=servers.TOKEN)
        expect(code == 4 and "plain http" in err, f"credentials over plain http: {err}")
        shown = Member(folder, "shown", port, "http://me:hush-hush@127.0.0.1:1/{key}")
        code, out, _ = shown.run("config", "show")
        expect(code == 0 and "hush-hush" not in out and '"(set)"' in out, "config show tells no secret")


def build(port):
    """A build asks the team before it queues, and sends what it paid for."""
    with tempfile.TemporaryDirectory() as folder, servers.told() as server:
        first = Member(folder, "first", port, server.url)
        second = Member(folder, "second", port, server.url)
        before = times_asked()
        code, out, err = first.run("cache", "build", ".", "--format", "json")
        expect(code == 0 and times_asked() == before + 1 and json.loads(out)["team_cache"]["stored"] == 1, f"a build sends: {out} {err}")
        code, out, err = second.run("cache", "build", ".", "--format", "json")
        expect(code == 0 and times_asked() == before + 1 and json.loads(out)["team_cache"]["hits"] == 1, f"a build looks up: {out} {err}")
        expect("1 hit" in err, f"and says so: {err}")


def outbox(port):
    with tempfile.TemporaryDirectory() as folder, servers.told() as server:
        server.told = lambda request, body: (507,) if request.command == "PUT" else None
        member = Member(folder, "member", port, server.url)
        code, _, err, _ = member.review()
        expect(code == 0 and "1 still to be sent" in err, f"what could not be sent waits: {err}")
        code, out, _ = member.run("cache", "status", "--format", "json")
        expect(json.loads(out)["team"]["waiting"] == 1, "cache status counts it")
        code, out, _ = member.run("cache", "push", "--format", "json")
        expect(code == 5, "a push that fails says so")
        server.told = None
        code, out, _ = member.run("cache", "push", "--format", "json")
        expect(code == 0 and json.loads(out)["team_cache"]["stored"] == 1 and len(server.kept) == 1, f"cache push sends it: {out}")
        code, out, _ = member.run("cache", "push")
        expect(code == 0 and out == "nothing is to be sent\n", "and then there is nothing")
        code, out, _ = member.run("refactor", "analyze", "--dry-run", "a.py")
        expect("the team's store would be asked about 0 files first" in out, f"a dry run tells: {out}")
        for words in (["analysis", "run"], ["docs", "generate"], ["refactor", "plan"], ["todos", "scan"]):
            code, out, _ = member.run(*words, "a.py", "--format", "json")
            expect("team_cache" in json.loads(out)["summary"], f"{words} tell of the store: {out}")
        code, out, _ = member.run("refactor", "analyze", "--dry-run", "a.py", "--format", "json")
        expect(json.loads(out)["summary"]["team_lookups"] == 0, f"a dry run tells in JSON, too: {out}")
        (member.repo / "a.py").write_text(SOURCE + "# next\n")
        code, out, _ = member.run("cache", "why", "a.py")
        expect(code == 0 and "the team's store" in out, f"cache why tells what would be asked: {out}")


def main():
    checks = (programs, s3, signatures, hostile, without_keys, build, outbox, *down.CHECKS, *databases.CHECKS)
    with model() as port:
        for check in checks:
            print(check.__name__)
            check(port)
    print(f"team: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
