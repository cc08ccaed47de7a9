// SPDX-License-Identifier: MIT
// judge_mcp.mjs EXECUTABLE FOLDER: what scripts/judges --mcp does with the clients of the protocol's SDK, of the
// generation that opens with a handshake and of the one that does not.
import assert from "node:assert";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { Client as Client2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";

const [executable, folder] = process.argv.slice(2);
const start = { command: executable, args: ["mcp"], cwd: folder, env: process.env };
const identity = { name: "judge", version: "1" };

async function judge(name, client, transport) {
  await client.connect(transport);
  const names = (await client.listTools()).tools.map((tool) => tool.name);
  assert.deepStrictEqual(names, ["search", "analyze", "budget", "index_status"]);
  assert.equal(client.getServerVersion()?.name, "rustassistant");

  const paths = new Set();
  let pages = 0;
  for (let cursor; pages === 0 || cursor; ++pages) {
    const query = { query: "how are retries spaced", limit: 50, snippet: 200 };
    const answer = await client.callTool({ name: "search", arguments: cursor ? { ...query, cursor } : query });
    assert.ok(!answer.isError, answer.content[0].text);
    assert.ok(answer.content[0].text.length <= 31000 && JSON.stringify(answer.structuredContent).length <= 31000);
    for (const result of answer.structuredContent.results) {
      assert.ok(!paths.has(result.path), result.path);
      paths.add(result.path);
    }
    cursor = answer.structuredContent.next_cursor;
  }
  assert.equal(paths.size, 40);
  assert.ok(pages > 1);

  const review = await client.callTool({ name: "analyze", arguments: { path: "retry_1.rs" } });
  assert.equal(review.structuredContent.results[0].provider, "builtin");
  const spending = await client.callTool({ name: "analyze", arguments: { path: "retry_1.rs", spend: true } });
  assert.equal(spending.isError, true);
  const outside = await client.callTool({ name: "analyze", arguments: { path: "../home" } });
  assert.equal(outside.isError, true);
  for (const tool of ["budget", "index_status"]) {
    const answer = await client.callTool({ name: tool, arguments: {} });
    assert.ok(!answer.isError && answer.structuredContent.schema.startsWith("rustassistant."));
  }
  await assert.rejects(client.callTool({ name: "no_such_tool", arguments: {} }));
  await client.close();
  console.log(`client of the SDK, ${name}: ${pages} pages of results, all tools answered`);
}

await judge("with a handshake", new Client1(identity), new Stdio1(start));
await judge("without one", new Client2(identity, { versionNegotiation: { mode: { pin: "2026-07-28" } } }), new Stdio2(start));
await judge("which finds out", new Client2(identity, { versionNegotiation: { mode: "auto" } }), new Stdio2(start));
