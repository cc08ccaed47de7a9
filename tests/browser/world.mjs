// SPDX-License-Identifier: MIT
// A home with a ledger and a cache whose names are hostile, and reports about it by RUSTASSISTANT_EXE.
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";

// What must stand on the page as words, and do nothing else.
export const HOSTILE = '"><script>hacked=1</script><img src=x onerror=hacked=2>\'`${hacked}\u202E\x1b[31m';

const DAY_MS = 86_400_000;

function call(id, days_ago, now, fields) {
  const at = now - days_ago * DAY_MS;
  return {
    at_ms: at, by_hand: false, cache_write_tokens: 0, cached_tokens: 400, closed_at_ms: at + 1000, cost_nano_usd: 150_000,
    day: new Date(at).toISOString().slice(0, 10), estimated: false, extension: "rs", id, input_tokens: 1000,
    model: "gpt-4.1-nano", output_tokens: 200, path: "src/a.rs", provider: "openai", reasoning_tokens: 0, repo: "1f0c4a2e",
    repo_path: "/home/me/project", request_bytes: 4000, reserved_nano_usd: 2_000_000, state: "settled",
    tag: `68e8342185a8fd62-${id}`, type: "refactor", ...fields,
  };
}

// Forty days of calls, more on some than on others, by several models and repositories.
function ledger_lines(now) {
  const lines = [{
    former_repositories: [], ledger_id: "68e8342185a8fd62", schema: "rustassistant.ledger/1",
    settings: {alert_percent: null, daily_nano_usd: null, monthly_nano_usd: 2_000_000_000, repositories: [],
      warn_percent: null, when_exceeded: null},
    timezone: {name: "UTC", rule: "UTC"}, tool_version: "0.2.0",
  }];
  const kinds = [
    {},
    {model: "gpt-4.1", cost_nano_usd: 21_500_000, extension: "cpp"},
    {model: HOSTILE, provider: "openai-compatible", cost_nano_usd: 7_300_000, extension: "<b>", estimated: true},
    {repo: "0badcafe", repo_path: `/home/me/${HOSTILE}`, path: `src/${HOSTILE}.rs`, cost_nano_usd: 3_100_000, type: "docs"},
  ];
  for (let day = 0; day < 40; ++day) {
    for (let i = 0; i < day * 7 % 5; ++i) {
      lines.push(call(lines.length, day, now, kinds[(day + i) % kinds.length]));
    }
  }
  const calls = lines.length - 1;
  lines.push({calls});
  return lines.map((line) => JSON.stringify(line) + "\n").join("");
}

export class World {
  constructor(folder) {
    this.folder = folder;
    this.repository = path.join(folder, HOSTILE.replaceAll("/", ""));
    this.environment = {HOME: folder, RUSTASSISTANT_HOME: path.join(folder, "home"), LC_ALL: "C.UTF-8"};
  }

  run(...words) {
    return execFileSync(path.resolve(process.env.RUSTASSISTANT_EXE), words,
      {cwd: this.repository, env: this.environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26});
  }

  build() {
    const source = path.join(this.repository, "src");
    fs.mkdirSync(path.join(this.repository, ".git"), {recursive: true});
    fs.writeFileSync(path.join(this.repository, ".git/HEAD"), "ref: refs/heads/main\n");
    fs.mkdirSync(source);
    for (const name of ["plain.rs", `${HOSTILE.replaceAll("/", "")}.rs`]) {
      fs.writeFileSync(path.join(source, name), `fn f(a: u8, b: u8, c: u8, d: u8, e: u8) {\n${"    work();\n".repeat(60)}}\n`);
    }
    fs.writeFileSync(path.join(source, "note.rs"), `// FIXME: ${HOSTILE}\n`);
    fs.writeFileSync(path.join(this.folder, "ledger.jsonl"), ledger_lines(Date.now()));
    this.run("budget", "import", path.join(this.folder, "ledger.jsonl"));
    for (let i = 0; i < 3; ++i) this.run("refactor", "analyze", "--provider", "builtin", "src");
    this.run("todos", "scan", "src");
  }

  // The same report as a page and as JSON. The path of the page, and what the JSON says.
  report(...words) {
    const page = path.join(this.folder, "report.html");
    this.run("report", "--format", "html", "-o", page, ...words);
    return [page, JSON.parse(this.run("report", "--format", "json", ...words))];
  }
}
