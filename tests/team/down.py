# SPDX-License-Identifier: MIT
"""Stores that fail: whatever they do, a review comes to the same, no more than three seconds are lost, and what is down is
left alone by the next processes."""
import concurrent.futures
import contextlib
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import servers
from member import EXE, SOURCE, Member, expect

LOST = 3.6  # seconds: three, and a review


@contextlib.contextmanager
def listening(serve):
    """What accepts connections on this machine and does with each what it is told."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)

        def accept():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def drip(connection):
    """An answer that takes for ever."""
    with contextlib.suppress(OSError):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.2)


@contextlib.contextmanager
def dropping():
    """A port whose queue is full: nobody answers to who wants to connect."""
    with socket.socket() as listener, contextlib.ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def review_without(name, member, words, lost=LOST):
    """A review with a store that fails, which says so and takes no longer than that."""
    begun = time.monotonic()
    code, document, err, called = member.review()
    took = time.monotonic() - begun
    expect(code == 0 and called == 1 and document["summary"]["failed"] == 0, f"{name}: reviewed")
    expect(words in err, f"{name}: {err}")
    expect(took < lost, f"{name}: no more than {lost} seconds: {took}")


def lose(name, port, url, words, **variables):
    with tempfile.TemporaryDirectory() as folder:
        member = Member(folder, "member", port, url)
        member.environment |= variables
        review_without(name, member, words)


def end_pause(member):
    """As if the time had come to ask the store again."""
    # The model's service has such a file, too.
    [state] = [path for path in (member.home / ".rustassistant").glob("remote-*") if "no answer" in path.read_text()]
    version, _, rest = state.read_text().split(" ", 2)
    state.write_text(f"{version} {int(time.time() * 1000) - 1} {rest}")


def troubles(port):
    lose("refused", port, f"http://127.0.0.1:{servers.free_port()}/{{key}}", "off until")
    with servers.told(lambda request, body: (500,)) as server:
        lose("500", port, server.url, "status 500")
    with servers.told(lambda request, body: (401,)) as server:
        lose("401", port, server.url, "credentials were refused")
    with servers.told(lambda request, body: (429, b"", [("retry-after", "60")])) as server:
        lose("429", port, server.url, "off until")
    with servers.told(lambda request, body: time.sleep(4) or (404,)) as server:
        lose("silent", port, server.url, "no answer in time")
    with listening(drip) as at:
        lose("dripping", port, f"http://127.0.0.1:{at}/{{key}}", "off until")
    with dropping() as at:
        lose("dropping", port, f"http://127.0.0.1:{at}/{{key}}", "off until")


def no_names(port):
    """A name server that never answers, in a root of its own. With shared libraries it is the host's that ask for names."""
    linked = subprocess.run(["ldd", EXE], capture_output=True, text=True, check=False)
    if os.getuid() != 0 or "statically linked" not in linked.stdout + linked.stderr:
        print("  not tried: it takes root and a static executable")
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as names:
        names.bind(("127.0.53.53", 53))
        for url, lost in (("http://cache.team.example/{key}", LOST), ("postgresql://alice:secret@db.team.example/ra", 2.6)):
            with tempfile.TemporaryDirectory() as root:
                servers.certificates(root)
                (pathlib.Path(root) / "etc").mkdir()
                (pathlib.Path(root) / "etc/resolv.conf").write_text("nameserver 127.0.53.53\n")
                member = Member(root, "member", port, url)
                member.confine(root)
                member.environment["SSL_CERT_FILE"] = "/ca.pem"
                review_without(f"no names: {url}", member, "off until", lost)
                expect(names.recv(65536), f"no names: {url}: the name server was asked")
                left_alone(f"no names: {url}", member)


def left_alone(name, member):
    """The next process loses no time with a store that failed."""
    (member.repo / "a.py").write_text(SOURCE + "# next\n")
    begun = time.monotonic()
    code, document, err, called = member.review()
    took = time.monotonic() - begun
    expect(code == 0 and called == 1 and document["summary"]["team_cache"]["not_asked"] == 1, f"{name}: the next run does not ask: {err}")
    expect("off until" in err and took < 1, f"{name}: it says so, and loses no time: {took}: {err}")


def strangers(port):
    """Servers whose certificate is another's."""
    with tempfile.TemporaryDirectory() as folder:
        servers.certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.pem", folder + "/server.key")

        def greet(connection):
            with contextlib.suppress(OSError):
                with context.wrap_socket(connection, server_side=True) as stream:
                    stream.recv(65536)
                    stream.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        with listening(greet) as at:
            lose("another authority", port, f"https://localhost:{at}/{{key}}", "certificate", SSL_CERT_FILE=folder + "/other-ca.pem")
            lose("another name", port, f"https://localhost.localdomain:{at}/{{key}}", "off until", SSL_CERT_FILE=folder + "/ca.pem")
            with tempfile.TemporaryDirectory() as home:
                member = Member(home, "member", port, f"https://localhost:{at}/{{key}}", mode="read")
                member.environment["SSL_CERT_FILE"] = folder + "/ca.pem"
                _, document, err, _ = member.review()
                expect(document["summary"]["team_cache"]["misses"] == 1, f"a server that is verified is asked: {err}")


def one_probe(port):
    """What is down is asked by one process, once its pause is over; the others leave it alone."""
    with tempfile.TemporaryDirectory() as folder, servers.told(lambda request, body: time.sleep(4) or (404,)) as server:
        member = Member(folder, "member", port, server.url)
        member.review()
        seen = len(server.seen)
        left_alone("one probe", member)
        expect(len(server.seen) == seen, "the next run does not ask")
        end_pause(member)
        for i in range(8):
            (member.repo / f"{i}.py").write_text(SOURCE + f"# {i}\n")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            runs = list(pool.map(lambda i: member.run("refactor", "analyze", f"{i}.py"), range(8)))
        expect(all(code == 0 for code, _, _ in runs), "all eight review")
        expect(len(server.seen) == seen + 1, f"one of eight asks: {len(server.seen) - seen}")
        # And it is noticed that it is well again.
        server.told = None
        end_pause(member)
        (member.repo / "a.py").write_text(SOURCE + "# well\n")
        _, _, err, _ = member.review()
        expect(len(server.kept) > 8 and "stored" in err, f"a server that is well again gets what waited, too: {err}")


CHECKS = (troubles, no_names, strangers, one_probe)
