# SPDX-License-Identifier: MIT
"""What scripts/judges does with --mcp.

Holds `rustassistant mcp` against the conformance suite of the protocol and against the clients of its SDK, of both
generations. The suite speaks HTTP only, so that a bridge stands between: it passes each message on as a line, and gives
the statuses of HTTP that the protocol asks for. What the suite demands of a server by its own test tools, of resources,
prompts or HTTP itself is not asked: SCENARIOS names what is left, and NOT_OURS the checks within it that need such tools.
"""
import http.server
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build/judges/mcp"
MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
NODE = f"node-linux-{MACHINE}"  # the suite needs a newer one than Debian 12 has
NPM = ["@modelcontextprotocol/conformance@0.2.0-alpha.12", "@modelcontextprotocol/sdk@1.32.2",
       "@modelcontextprotocol/client@2.4.0", f"{NODE}@22.23.3"]
SCENARIOS = {
    "2025-06-18": ["server-initialize", "ping", "tools-list"],
    "2025-11-25": ["server-initialize", "ping", "tools-list"],
    "2026-07-28": ["server-stateless", "tools-list", "caching"],
}
NOT_OURS = {
    "server-stateless": ["sep-2575-server-rejects-undeclared-capability", "sep-2575-missing-capability-http-400",
                         "sep-2575-http-server-no-independent-requests-on-stream", "sep-2575-server-no-log-without-loglevel"],
    "caching": ["sep-2549-prompts-list-caching-hints", "sep-2549-resources-list-caching-hints",
                "sep-2549-resources-templates-list-caching-hints"],
}


def install():
    TOOLS.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(TOOLS), *NPM]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"judges: failed: {' '.join(command)}")


def status_of(asked, reply):
    """The status of HTTP that goes with a reply, by the pages on Streamable HTTP."""
    code = reply.get("error", {}).get("code") if isinstance(reply, dict) else None
    stateless = "_meta" in (asked.get("params") or {}) or asked.get("method") == "server/discover"
    if code is None or not stateless:
        return 200
    return {-32601: 404}.get(code, 400)


class Server:
    """The executable, in a repository of its own."""

    def __init__(self, executable, folder):
        home = pathlib.Path(folder) / "home"
        self.repository = pathlib.Path(folder) / "repo"
        (self.repository / ".git").mkdir(parents=True)
        home.mkdir()
        for i in range(40):
            body = "".join(f"    // Retries of kind {i} are spaced out, step {j}.\n" for j in range(200))
            (self.repository / f"retry_{i}.rs").write_text(f"fn next_delay_{i}() {{\n{body}}}\n")
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        self.process = subprocess.Popen([executable, "mcp"], cwd=self.repository, env=self.environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)
        self.lock = threading.Lock()

    def ask(self, message):
        with self.lock:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline()) if "id" in message else None

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=10)


def bridge(server):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            version = ((asked.get("params") or {}).get("_meta") or {}).get("io.modelcontextprotocol/protocolVersion")
            header = self.headers.get("MCP-Protocol-Version")
            if version and header and header != version:
                error = {"code": -32020, "message": "the header names another version"}
                return self.answer(400, {"jsonrpc": "2.0", "id": asked.get("id"), "error": error})
            reply = server.ask(asked)
            return self.answer(202, None) if reply is None else self.answer(status_of(asked, reply), reply)

        def do_GET(self):
            self.answer(405, None)

        def do_DELETE(self):
            self.answer(405, None)

        def answer(self, status, document):
            body = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            if body:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Listener(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):  # the suite hangs up on streams that it has no use for
            pass

    listener = Listener(("127.0.0.1", 0), Handler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    return listener


def suite(node, url, results):
    """The failures of the suite, and how many checks passed."""
    failures, passed = [], 0
    program = TOOLS / "node_modules/@modelcontextprotocol/conformance/dist/index.js"
    for version, scenarios in SCENARIOS.items():
        for scenario in scenarios:
            folder = pathlib.Path(results) / version / scenario
            run = subprocess.run([node, program, "server", "--url", url, "--scenario", scenario, "--spec-version", version,
                                  "-o", str(folder)], capture_output=True, text=True, check=False)
            found = list(folder.rglob("checks.json"))
            if not found:
                failures.append(f"{version} {scenario}: {run.stdout[-500:]}{run.stderr[-500:]}")
                continue
            for check in json.loads(found[0].read_text()):
                if check["status"] in ("SUCCESS", "INFO", "SKIPPED"):
                    passed += check["status"] == "SUCCESS"
                elif check["id"] not in NOT_OURS.get(scenario, []):
                    failures.append(f"{version} {scenario} {check['id']}: {check['status']} {check.get('errorMessage', '')}")
    return failures, passed


def judge(executable, arguments):
    if arguments and arguments[0] == "--install":
        install()
        arguments = arguments[1:]
    if arguments:
        sys.exit("usage: scripts/judges --mcp [--install]")
    node = TOOLS / "node_modules" / NODE / "bin/node"
    if not node.exists():
        sys.exit("judges: not installed (--install)")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(executable, folder)
        listener = bridge(server)
        failures, passed = suite(node, f"http://127.0.0.1:{listener.server_address[1]}/mcp", pathlib.Path(folder) / "results")
        listener.shutdown()
        ended = server.close()
        if ended != 0:
            failures.append(f"the server ended with {ended}")
        # Modules are looked for beside the script that names them.
        script = TOOLS / "clients.mjs"
        script.write_text((ROOT / "scripts/judge_mcp.mjs").read_text())
        clients = subprocess.run([node, script, executable, server.repository], env=server.environment, text=True,
                                 capture_output=True, check=False)
        print(clients.stdout, end="")
        if clients.returncode != 0:
            failures.append(f"clients of the SDK: {clients.stderr[-2000:]}")
    print("\n".join(failures + [f"conformance: {passed} checks passed, {len(failures)} failures"]))
    return 1 if failures or passed == 0 else 0
