# SPDX-License-Identifier: MIT
"""A team's PostgreSQL, set up by its owner: answers that are shared, roles, and a server that is away."""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

import servers
from member import SOURCE, Member, check_local, check_sharing, expect
from down import dropping, left_alone, listening, review_without

ROLES = ("CREATE ROLE alice LOGIN PASSWORD 'password-of-alice' IN ROLE ra_writer;"
         "CREATE ROLE bob LOGIN PASSWORD 'password-of-bob' IN ROLE ra_reader;"
         "CREATE ROLE carol LOGIN IN ROLE ra_writer;")


class Database:
    def __init__(self, folder, port):
        self.folder = pathlib.Path(folder)
        self.port = port
        self.certificate = str(self.folder / "ca.pem")

    def url(self, user, port=None):
        return f"postgresql://{user}@localhost:{port or self.port}/postgres"

    def shown(self):
        return f"postgresql://localhost:{self.port}/postgres"

    def sql(self, text):
        environment = {"PATH": os.environ["PATH"], "PGPASSWORD": "secret", "PGSSLMODE": "require"}
        done = subprocess.run(["psql", "-X", "-q", "-t", "-A", "-h", "127.0.0.1", "-p", str(self.port), "-U", "owner",
                               "-v", "ON_ERROR_STOP=1", "postgres"], env=environment, input=text.encode(),
                              capture_output=True, timeout=60, check=True)
        return done.stdout.decode().strip()

    def member(self, name, port, user, **settings):
        member = Member(self.folder / "homes", name, port, self.url(user), **settings)
        member.environment["SSL_CERT_FILE"] = self.certificate
        return member


@contextlib.contextmanager
def postgres(folder):
    pathlib.Path(folder).chmod(0o755)
    servers.certificates(folder)
    data = pathlib.Path(folder) / "data"
    data.mkdir()
    for name in ("ca.pem", "server.pem", "server.key"):
        (data / name).write_bytes((pathlib.Path(folder) / name).read_bytes())
    port = servers.free_port()
    with open(folder + "/output", "wb") as output:
        process = subprocess.Popen([servers.PROGRAMS / "postgres", data, str(port)], stdout=output, stderr=output)
    try:
        servers.wait_for(port)
        database = Database(folder, port)
        for _ in range(100):
            with contextlib.suppress(subprocess.CalledProcessError):
                database.sql("SELECT 1")
                break
            time.sleep(0.1)
        yield database
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def shared_answers(port):
    with tempfile.TemporaryDirectory(prefix="team.") as folder:
        with postgres(folder) as database:
            second = share(port, database)
        check_local("PostgreSQL", second)


def share(port, database):
    owner = database.member("owner", port, "owner:secret")
    code, _, err, called = owner.review()
    expect(code == 0 and called == 1 and "cache remote init" in err, f"a database that is not set up: {err}")
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        runs = list(pool.map(lambda _: owner.run("cache", "remote", "init", "--format", "json"), range(12)))
    documents = [json.loads(out) for code, out, _ in runs if code == 0]
    expect(len(documents) == 12, f"twelve set it up at once: {[err for code, _, err in runs if code]}")
    expect(sum(document["version_before"] == 0 for document in documents) == 1, "and one of them makes it")
    code, _, err = owner.run("cache", "remote", "init", "--monthly", "5")
    expect(code == 2 and "a team's budget" in err, f"a cap without a budget: {err}")
    for team, other in (("money", {"database": database.shown(), "team": "core", "team_is_new": False, "version_before": 1, "version": 1}),
                        ("core", None)):
        code, out, _ = owner.run("cache", "remote", "init", "--monthly", "5", "--format", "json",
                                 RUSTASSISTANT_BUDGET_TEAM_URL=database.url("owner:secret"), RUSTASSISTANT_BUDGET_TEAM_TEAM=team)
        done = json.loads(out)
        expect(code == 0 and done["team"] == team and done["answers"] == other, f"a budget of team {team} beside answers: {out}")
    database.sql(ROLES)

    first, second = check_sharing("PostgreSQL", database.folder / "homes", port, database.url("alice:password-of-alice"),
                                  variables={"SSL_CERT_FILE": database.certificate})
    rows = database.sql("SELECT count(*), min(writer) FROM rustassistant.entry")
    expect(rows == "1|alice", f"one answer is there, and the server knows who wrote it: {rows}")
    code, document, _, called = second.review("--refresh")
    expect(code == 0 and called == 1 and document["summary"]["team_cache"]["stored"] == 0, "a second writer replaces nothing")
    code, out, _ = first.run("cache", "remote", "check", "--format", "json")
    checks = {check["name"]: check for check in json.loads(out)["checks"]}
    expect(code == 0 and all(check["passed"] for check in checks.values()), f"check passes: {checks}")
    expect(checks["replace"]["detail"] == "what is there stays", f"check knows that nothing is replaced: {checks}")
    code, out, _ = first.run("cache", "remote", "status")
    expect(code == 0 and database.shown() in out, f"status names the database: {out}")

    reader = database.member("reader", port, "bob:password-of-bob")
    (reader.repo / "a.py").write_text(SOURCE + "# more\n")
    code, document, err, called = reader.review()
    expect(code == 0 and called == 1 and document["summary"]["team_cache"]["misses"] == 1, f"a reader reads: {err}")
    expect("permission denied" in err, f"and is told that it cannot write: {err}")
    for name, user in (("stranger", "alice:wrong"), ("nobody", "mallory:x")):
        member = database.member(name, port, user)
        code, _, err, called = member.review()
        expect(code == 0 and called == 1 and "authentication failed" in err, f"{name}: {err}")
    certified(port, database)
    member = database.member("fooled", port, "alice:password-of-alice")
    member.environment["SSL_CERT_FILE"] = str(database.folder / "other-ca.pem")
    code, _, err, called = member.review()
    expect(code == 0 and called == 1 and "certificate" in err, f"another authority: {err}")
    member = Member(database.folder / "homes", "mixed", port, database.url("alice:x"), api_key="t")
    code, _, err = member.run("refactor", "analyze", "a.py")
    expect(code == 4 and "cache.remote.api_key" in err, f"a token for a database: {err}")
    database.sql("UPDATE rustassistant.entry SET used_on = '2020-01-01'")
    late = database.member("late", port, "bob:password-of-bob", mode="read")
    late.review()
    used = database.sql("SELECT count(*) FROM rustassistant.entry WHERE used_on = current_date")
    expect(used == "1", f"what a reader uses is known as used: {used}")
    return second


def certified(port, database):
    """Who has a certificate needs no password; nobody is asked for the passphrase of a key."""
    def review(name, certificate, key):
        member = database.member(name, port, "carol")
        member.configure(f"{database.url('carol')}?sslcert={certificate}&sslkey={key}")
        (member.repo / "a.py").write_text(SOURCE + "# of carol\n")
        return member.review()

    certificate, key = database.folder / "carol.pem", database.folder / "carol.key"
    code, _, err, _ = review("carol", certificate, key)
    expect(code == 0 and "1 stored" in err, f"a certificate in place of a password: {err}")
    writer = database.sql("SELECT count(*) FROM rustassistant.entry WHERE writer = 'carol'")
    expect(writer == "1", f"the server knows who wrote it: {writer}")
    locked = database.folder / "locked.key"
    for name, files, words in (("uncertified", ("/nowhere.pem", key), "'/nowhere.pem'"), ("keyless", (certificate, "/nowhere.key"), "/nowhere.key"),
                               ("mixed up", (database.folder / "server.pem", key), "key"), ("locked", (certificate, locked), str(locked))):
        code, _, err, called = review(name, *files)
        expect(code == 0 and called == 1 and words in err and "phrase" not in err, f"{name}: {err}")


def database_away(port):
    """A database that is down costs one run a second, and the next nothing."""
    def lose(name, at):
        with tempfile.TemporaryDirectory() as folder:
            member = Member(folder, "member", port, f"postgresql://alice:password-of-alice@127.0.0.1:{at}/ra?sslmode=require")
            review_without(name, member, "off until", 2.6)
            left_alone(name, member)

    lose("refused", servers.free_port())
    with listening(lambda connection: time.sleep(5)) as at:
        lose("silent", at)
    with dropping() as at:
        lose("dropping", at)


CHECKS = (shared_answers, database_away)
