# SPDX-License-Identifier: MIT
"""Servers that keep a team's answers, each on this machine with a port and a folder of its own: nginx, Apache, a judge of
AWS signatures, and one that does as a test tells it."""
import contextlib
import hashlib
import hmac
import http.server
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

TOKEN = "token-of-the-writer"
READER = "token-of-a-reader"
KEY_ID, SECRET = "AKIATEAM", "secret/of+s3"


PROGRAMS = pathlib.Path(__file__).resolve().parents[1] / "servers"


def certificates(folder):
    """An authority, a server's certificate from it, and another authority."""
    subprocess.run([PROGRAMS / "certificates", folder], check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


class Told(http.server.BaseHTTPRequestHandler):
    """Keeps what is PUT; `server.told` may answer in its place, `server.seen` lists what came."""
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        with contextlib.suppress(BrokenPipeError):  # who asked no longer waits
            self.end_headers()
            self.wfile.write(body)

    def serve(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        told = self.server.told and self.server.told(self, body)
        if told:
            self.answer(*told)
        elif self.command == "PUT":
            there = self.path in self.server.kept
            if not there:
                self.server.kept[self.path] = body
            self.answer(412 if there else 201)
        elif self.path in self.server.kept:
            self.answer(200, self.server.kept[self.path])
        else:
            self.answer(404)

    do_GET = do_PUT = serve

    def log_message(self, *arguments):
        pass


def sign(secret, message):
    return hmac.new(secret, message.encode(), hashlib.sha256).digest()


def aws_verdict(request, body):
    """What S3 answers to a request whose signature is missing or wrong; nothing where it is right."""
    refused = 403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>"
    match = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/s3/aws4_request, "
                         r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})", request.headers.get("authorization", ""))
    digest = request.headers.get("x-amz-content-sha256")
    if not match or not digest or digest != hashlib.sha256(body).hexdigest():
        return refused
    key, day, region, names, signature = match.groups()
    if key != KEY_ID or "x-amz-content-sha256" not in names.split(";"):
        return refused
    path, _, query = request.path.partition("?")
    if any(name not in request.headers for name in names.split(";")):
        return refused
    signed = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names.split(";"))
    canonical = "\n".join([request.command, path, query, signed, names, digest])
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    secret = ("AWS4" + SECRET).encode()
    for part in scope.split("/"):
        secret = sign(secret, part)
    return None if hmac.compare_digest(sign(secret, text).hex(), signature) else refused


@contextlib.contextmanager
def told(told=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
    server.told, server.seen, server.kept = told, [], {}
    server.url = f"http://127.0.0.1:{server.server_address[1]}/{{key}}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


NGINX = """
{user}
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  client_max_body_size 8m;
  map $http_authorization $role {{ default none; "Bearer {token}" writer; "Bearer {reader}" reader; }}
  map "$role:$request_method" $refused {{ default 403; ~^none: 401; ~:GET$ 0; "writer:PUT" 0; }}
  server {{
    listen 127.0.0.1:{port}{tls};
    root {folder}/data;
    location /ra/ {{
      if ($refused = 401) {{ return 401; }}
      if ($refused = 403) {{ return 403; }}
      set $again "$request_method";
      if (-f $request_filename) {{ set $again "$request_method again"; }}
      if ($again = "PUT again") {{ return 412; }}
      dav_methods PUT;
      create_full_put_path on;
    }}
  }}
}}
"""

APACHE = """
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
{user}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so
LoadModule dav_module /usr/lib/apache2/modules/mod_dav.so
LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so
DavLockDB {folder}/lock
DocumentRoot {folder}/data
SetEnvIf Authorization "^Bearer {token}$" may_write may_read
SetEnvIf Authorization "^Bearer {reader}$" may_read
<Location /ra>
  Dav On
  <LimitExcept PUT>
    Require env may_read
  </LimitExcept>
  <Limit PUT>
    Require env may_write
  </Limit>
</Location>
"""


class Running:
    def __init__(self, folder, port):
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}/ra/{{key}}"

    def files(self):
        return {path.name: path.read_bytes() for path in (self.folder / "data/ra").glob("*")}


@contextlib.contextmanager
def program(folder, command, configuration, root_user, tls=""):
    """A server of the distribution with this configuration."""
    folder = pathlib.Path(folder)
    (folder / "data/ra").mkdir(parents=True)
    (folder / "tmp").mkdir()
    port = free_port()
    file = folder / "server.conf"
    user = root_user if os.getuid() == 0 else ""
    file.write_text(configuration.format(folder=folder, port=port, token=TOKEN, reader=READER, user=user, tls=tls))
    if os.getuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o777 if path.is_dir() else 0o666)
    with open(folder / "output", "wb") as output:
        process = subprocess.Popen([word.format(folder=folder, file=file) for word in command], stdout=output,
                                   stderr=output)
    try:
        wait_for(port)
        yield Running(folder, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def nginx(folder, certificates=None):
    """With HTTP/2 over TLS where there is a folder of certificates."""
    tls = f" ssl http2; ssl_certificate {certificates}/server.pem; ssl_certificate_key {certificates}/server.key" if certificates else ""
    return program(folder, ["/usr/sbin/nginx", "-e", "{folder}/error.log", "-p", "{folder}", "-c", "{file}"], NGINX,
                   "user root;", tls)


def apache(folder):
    return program(folder, ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", "{file}"], APACHE,
                   "User www-data\nGroup www-data")
