# SPDX-License-Identifier: MIT
"""Where the command lines of the documents run: an empty home, a small project, a model on this machine."""
import contextlib
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEY = "sk-only-for-tests"

# What the model finds in a file with that text in it; in others it finds nothing.
FINDING = ("def average", {
    "smell_type": "missing_error_handling", "severity": "high", "description": "`average` fails on an empty list",
    "impact": "The program ends with a traceback.",
    "location": {"line_start": 4, "line_end": 5, "item_name": "average"},
})


def answer_to(request):
    findings = [FINDING[1]] if FINDING[0] in request else []
    return {"code_smells": findings, "suggestions": [], "complexity_score": 12, "maintainability_score": 80,
            "priorities": [], "estimated_effort": "small"}


class Model(http.server.BaseHTTPRequestHandler):
    """Chat completions, 1,000 tokens in and 200 out each."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = self.rfile.read(int(self.headers["content-length"])).decode()
        body = json.dumps({
            "id": "1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop",
                         "message": {"role": "assistant", "content": json.dumps(answer_to(request)), "refusal": None}}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
        }).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def model():
    """Yields the port of a model that listens on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


class World:
    """One for each document, whose blocks run in it one after the other, in ~/project, which has two commits."""

    def __init__(self, folder, exe, port):
        self.folder = pathlib.Path(folder)
        self.port = port
        self.home = self.folder / "home"
        self.project = self.home / "project"
        shutil.copytree(HERE / "project", self.project)
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "rustassistant").symlink_to(exe)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
        }
        if "PYENV_ROOT" in os.environ:
            self.environment["PYENV_ROOT"] = os.environ["PYENV_ROOT"]
        self.bash("git init -q -b main && git add README.md && git commit -q -m first", {})
        self.bash("git add -A && git commit -q -m second", {})

    def bash(self, script, variables):
        """Exit code and output of a script, both streams in one."""
        script = script.replace("127.0.0.1:11434", f"127.0.0.1:{self.port}")  # Ollama's port is the model's here
        done = subprocess.run(["bash", "-c", script], cwd=self.project, env=self.environment | variables, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode().replace(f"127.0.0.1:{self.port}", "127.0.0.1:11434")

    def with_key(self):
        """The variables of a block that needs a provider: OpenAI, at the model of this machine."""
        return {"OPENAI_API_KEY": KEY, "RUSTASSISTANT_OPENAI_BASE_URL": f"http://127.0.0.1:{self.port}/v1",
                "RUSTASSISTANT_OPENAI_REQUESTS_PER_MINUTE": "1000000"}

    def with_ollama(self):
        """As if the model were Ollama: at the port that is the default."""
        return {"RUSTASSISTANT_OPENAI_COMPATIBLE_BASE_URL": f"http://127.0.0.1:{self.port}/v1"}

    def with_older_tool(self):
        """With a key, and the answers of an older tool: two that can be read, and an empty file."""
        folder = self.home / ".rustassistant/cache/repos/000003e9/cache/refactor/src"
        folder.mkdir(parents=True)
        for name in ("pick.rs", "report.py"):
            content = (self.project / "src" / name).read_bytes()
            (folder / f"{name}.json").write_text(json.dumps({
                "file_path": f"src/{name}", "file_hash": hashlib.sha256(content).hexdigest(),
                "analyzed_at": "2026-02-04T03:12:42+00:00", "provider": "xai", "model": "grok-beta",
                "tokens_used": 1000, "file_size": len(content), "cache_type": "refactor",
                "result": answer_to("") | {"path": f"src/{name}"}}))
        (folder / "f1.json").write_text("")
        return self.with_key()

    def masked(self, text):
        """Text in which what changes from run to run looks the same."""
        text = text.replace(str(self.home), "/home/ada")
        text = re.sub(r"\b20\d\d-\d\d(-\d\d)?([T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?)?", "<date>", text)
        text = re.sub(r"\b\d+(\.\d+)? (ms|s)\b", "<time>", text)
        text = re.sub(r"\b\d+(\.\d+)? (B|kB|MB)\b", "<size>", text)
        text = re.sub(r"\bbuiltin/\d+", "builtin/<version>", text)
        return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]


@contextlib.contextmanager
def world(port):
    exe = os.environ.get("RUSTASSISTANT_EXE", str(ROOT / "build/dev/rustassistant"))
    with tempfile.TemporaryDirectory(prefix="docs.") as folder:
        yield World(folder, os.path.realpath(exe), port)
