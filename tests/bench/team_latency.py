#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""team_latency.py ROUNDS: answers of a team from servers that are 20 ms away, with the executable that RUSTASSISTANT_EXE names:
one of them beside a local hit, and two hundred. Prints rows of docs/benchmarks.md."""
import asyncio
import concurrent.futures
import contextlib
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "team"))
import databases
import servers
from member import EXE, SOURCE, Member
from world import model

ONE_WAY = 0.010  # seconds
FILES = 200


async def carry(reader, writer):
    """One way: what arrives goes on when its time has come."""
    loop = asyncio.get_running_loop()
    under_way = asyncio.Queue()

    async def arrive():
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(due - loop.time())
            if not data:
                return writer.close()
            writer.write(data)

    arriving = loop.create_task(arrive())
    data = b"?"
    while data:
        try:
            data = await reader.read(65536)
        except ConnectionError:
            data = b""
        under_way.put_nowait((loop.time() + ONE_WAY, data))
    await arriving


@contextlib.contextmanager
def far_away(port):
    """A port before another: what passes takes its time each way, and so does connecting."""
    started = concurrent.futures.Future()

    async def connect(reader, writer):
        await asyncio.sleep(2 * ONE_WAY)
        there, back = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(asyncio.CancelledError):  # at the end
            await asyncio.gather(carry(reader, back), carry(there, writer))

    async def serve():
        over = asyncio.Event()
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        started.set_result((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), over))
        await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    at, loop, over = started.result()
    try:
        yield at
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def timed(member, *paths):
    """Milliseconds until a review, all of whose answers are there, shows something, and what it says of the store."""
    begun = time.monotonic()
    with subprocess.Popen([EXE, "refactor", "analyze", *paths], cwd=member.repo, env=member.environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(1)
        took = (time.monotonic() - begun) * 1000
        _, err = process.communicate()
    assert process.returncode == 0, err
    return took, err.decode()


def forget(member):
    for path in (member.home / ".rustassistant").iterdir():
        if path.name != "config.toml":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def row(what, goal, values):
    values = sorted(values)
    low, high = values[len(values) // 10], values[-1 - len(values) // 10]
    print(f"| {what} | {statistics.median(values):.0f} ms | {low:.0f}–{high:.0f} | ≤ {goal} ms | | |", flush=True)


def measure(name, rounds, folder, port, near, far, goal, **settings):
    writer = Member(folder, "writer", port, near, **settings)
    reader = Member(folder, "reader", port, far, mode="read", **settings)
    for member in (writer, reader):
        member.environment["SSL_CERT_FILE"] = folder + "/ca.pem"
        for i in range(FILES):
            (member.repo / f"{i}.py").write_text(SOURCE + f"# {i}\n")
    code, _, err = writer.run("refactor", "analyze", ".")
    assert code == 0, err
    while "nothing" not in writer.run("cache", "push")[1]:
        pass
    more, all_of_them = [], []
    for _ in range(rounds):
        forget(reader)
        took, err = timed(reader, "a.py")
        assert "1 hit" in err, err
        again, err = timed(reader, "a.py")
        assert "team cache" not in err, err
        more.append(took - again)
        forget(reader)
        took, err = timed(reader, ".")
        assert f"{FILES + 1} hits" in err, err
        all_of_them.append(took)
    row(f"a team's answer over {name}, 20 ms away: more than a local hit", goal, more)
    row(f"{FILES + 1} of them in one run", 600, all_of_them)


def main():
    rounds = int(sys.argv[1])
    with model() as port, tempfile.TemporaryDirectory(prefix="team.") as folder:
        servers.certificates(folder)
        with servers.nginx(folder + "/server", folder) as server, far_away(server.port) as far:
            urls = [f"https://localhost:{at}/ra/{{key}}" for at in (server.port, far)]
            measure("HTTPS", rounds, folder, port, *urls, 110, api_key=servers.TOKEN)
    with model() as port, tempfile.TemporaryDirectory(prefix="team.") as folder:
        with databases.postgres(folder) as database, far_away(database.port) as far:
            owner = database.member("owner", port, "owner:secret")
            assert owner.run("cache", "remote", "init")[0] == 0
            measure("PostgreSQL", rounds, folder, port, database.url("owner:secret"), database.url("owner:secret", far), 230)


if __name__ == "__main__":
    main()
