#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/bench/batch_server.py PORT_FILE [KEYS]

OpenAI's batch service, and chat completions, on a free port of 127.0.0.1, which is written to PORT_FILE: every batch is done at once, and every
question is answered by the same review of some 8 KB. With KEYS, a file of 64 hex digits a line, the batch "batch_keys"
holds those questions.
"""
import http.server
import json
import re
import sys

SMELL = {"smell_type": "dead_code", "severity": "low", "description": "d" * 1400, "impact": "i" * 100,
         "location": {"line_start": 1, "line_end": 1, "item_name": "f"}}
REVIEW = {"code_smells": [SMELL] * 4, "suggestions": [], "complexity_score": 10, "maintainability_score": 90,
          "priorities": [], "estimated_effort": "small"}
BODY = {"id": "c", "object": "chat.completion", "model": "gpt-4.1-nano",
        "choices": [{"index": 0, "finish_reason": "stop",
                     "message": {"role": "assistant", "content": json.dumps(REVIEW), "refusal": None}}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}}
ROW = json.dumps({"id": "r", "custom_id": "KEY", "response": {"status_code": 200, "request_id": "r", "body": BODY},
                  "error": None}) + "\n"
questions = {}  # by file, then by batch
batches = {}


def state(name):
    return {"id": name, "object": "batch", "status": "completed", "errors": None, "input_file_id": batches[name][0],
            "output_file_id": "out-" + name, "error_file_id": None, "created_at": 1790000000,
            "request_counts": {"total": len(questions[name]), "completed": len(questions[name]), "failed": 0},
            "metadata": {"rustassistant": batches[name][1]}}


# Their endpoint, with this port, is a part of the keys: the file is written later.
def read_keys():
    if len(sys.argv) < 3 or "batch_keys" in batches:
        return
    with open(sys.argv[2], encoding="ascii") as keys_file:
        questions["batch_keys"] = keys_file.read().split()
    batches["batch_keys"] = ("file-keys", "")


class Service(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path.endswith("/files"):
            name = f"file-{len(questions)}"
            questions[name] = re.findall(r'"custom_id":"([0-9a-f]{64})"', body)
            return self.reply({"id": name, "object": "file", "purpose": "batch"})
        if self.path.endswith("/chat/completions"):
            return self.reply(BODY)
        if self.path.endswith("/cancel"):
            return self.reply({})
        request = json.loads(body)
        name = f"batch_{len(batches) + 1}"
        batches[name] = (request["input_file_id"], request["metadata"]["rustassistant"])
        questions[name] = questions[request["input_file_id"]]
        return self.reply(state(name))

    def do_GET(self):
        read_keys()
        last = self.path.split("?")[0].split("/")
        if last[-1] == "content":
            keys = questions[last[-2].removeprefix("out-")]
            self.send_response(200)
            self.send_header("Content-Type", "application/jsonl")
            self.send_header("Content-Length", str(len(keys) * (len(ROW) - 3 + 64)))
            self.end_headers()
            for key in reversed(keys):
                self.wfile.write(ROW.replace("KEY", key, 1).encode())
        elif last[-1] == "batches":
            self.reply({"data": [state(name) for name in batches], "has_more": False})
        else:
            self.reply(state(last[-1]))

    def do_DELETE(self):
        self.reply({"deleted": True})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
with open(sys.argv[1], "w", encoding="ascii") as port_file:
    port_file.write(str(server.server_address[1]))
server.serve_forever()
