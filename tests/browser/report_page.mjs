// SPDX-License-Identifier: MIT
// node tests/browser/report_page.mjs
//
// Opens the page that `report --format html` writes in a real browser, headless: nothing is said on its console, nothing is
// asked for but the file itself, what charts and tables show is what the JSON report says, hostile names do nothing, words and
// marks can be told from what is behind them in light and dark, nothing reaches over the edge of a wide or a narrow window, and
// an HTML validator finds no fault. RUSTASSISTANT_SCREENSHOTS names a folder for pictures. Needs what scripts/deps/browser
// fetches, and Chromium (RUSTASSISTANT_CHROMIUM, else `chromium`).
import fs from "node:fs";
import http from "node:http";
import {createRequire} from "node:module";
import os from "node:os";
import path from "node:path";
import {columns_of, crowded_words, drawn_bars, faint_parts, table_of, too_wide, values_of} from "./checks.mjs";
import {World} from "./world.mjs";

const fetched = createRequire(new URL("../../build/deps/browser/", import.meta.url));
const puppeteer = fetched("puppeteer-core");
const {HtmlValidate} = fetched("html-validate");

const MOST_BYTES = 400_000;
const WIDTHS = [1280, 390];
let checks = 0;
let failures = 0;

function expect(condition, about) {
  ++checks;
  if (condition) return;
  ++failures;
  console.log("FAILED", about);
}

function expect_same(shown, said, about) {
  const [a, b] = [JSON.stringify(shown), JSON.stringify(said)];
  expect(a === b, `${about}: the page shows ${a}, JSON says ${b}`);
}

async function validate(page) {
  const report = await new HtmlValidate({extends: ["html-validate:recommended"], root: true}).validateFile(page);
  for (const result of report.results) {
    for (const message of result.messages) expect(false, `${message.ruleId} at line ${message.line}: ${message.message}`);
  }
  expect(report.valid, "the HTML is not valid");
}

// What was asked for and said while the page is open.
function watched(page) {
  const seen = {requests: [], said: []};
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => seen.said.push(message.text()));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  return seen;
}

async function check_charts(page, json) {
  const days = json.days;
  const of_days = (name) => days.map((day) => day[name]);
  expect(days.length === 30 && days.some((day) => day.spent_nano_usd > 0), "nothing was spent in the report");
  expect_same(await page.evaluate(values_of, "spent-by-day"), of_days("spent_nano_usd"), "spent by day");
  expect_same(await page.evaluate(values_of, "saved-by-day"), of_days("saved_nano_usd"), "saved by day");
  for (const series of ["hits", "misses"]) {
    expect_same(await page.evaluate(values_of, "look-ups", series), of_days(series).filter((count) => count > 0), series);
  }
  expect_same(await page.evaluate(values_of, "hit-rate"), of_days("hit_rate_permille").filter((rate) => rate !== null), "hit rate");
  expect_same(await page.evaluate(columns_of, "spent-by-day"), days.map((day) => [day.day, day.spent_nano_usd]),
    "table of what was spent by day");
  const bars = await page.evaluate(drawn_bars, "spent-by-day");
  const tallest = bars.reduce((most, bar) => (bar.value > most.value ? bar : most));
  for (const bar of bars) {
    const height = Math.max(tallest.height * bar.value / tallest.value, bar.value > 0 ? 1 : 0);
    expect(Math.abs(bar.height - height) < 0.11, `a bar of ${bar.value} is ${bar.height} pixels high, not ${height}`);
    expect(Math.abs(bar.foot) < 0.11 && bar.width > 0, "a bar does not stand on the axis");
  }
  const spent = await page.evaluate(values_of, "month", "spent");
  expect(spent.at(-1) === json.budget.monthly.spent_nano_usd + json.budget.monthly.reserved_nano_usd, "the month's line ends elsewhere");
  const expected = await page.evaluate(values_of, "month", "expected").catch(() => []);
  // What is left of today is a part of it, and the two reports are written one after the other.
  const apart = Math.abs(expected.at(-1) - json.forecast.month_end_nano_usd);
  expect(expected.length === 0 || apart <= json.forecast.month_end_nano_usd / 10_000, `the forecast ends ${apart} elsewhere`);
}

async function check_tables(page, json) {
  const figures = (rows) => rows.filter((row) => row.calls > 0).map((row) => [row.spent_nano_usd, row.calls]);
  for (const [caption, rows] of [["By model", json.by_model], ["By repository", json.by_repository],
    ["By analysis type", json.by_type], ["By file extension", json.by_extension]]) {
    const shown = await page.evaluate(table_of, caption);
    expect_same(shown.map((row) => row.slice(1, 3)), figures(rows), caption);
  }
  const models = await page.evaluate(table_of, "By model");
  expect_same(models.map((row) => row.slice(3)),
    json.by_model.map((row) => [row.input_tokens, row.cached_tokens, row.output_tokens]), "tokens by model");
  const by_type = await page.evaluate(table_of, "Hit rate by analysis type");
  expect_same(by_type.map((row) => row.slice(2)),
    json.effectiveness.by_type.map((row) => [row.hits, row.misses, row.saved_nano_usd]), "look-ups by type");
  const advice = await page.$$eval(".advice li", (items) => items.map((item) => item.dataset.kind));
  expect_same(advice, json.advice.slice(0, 12).map((one) => one.kind), "advice");
}

async function check_findings(page, json) {
  const found = json.findings;
  expect(found.answered === 3 && found.hot_spots.length === 3, `findings of ${found.hot_spots.length} files`);
  const severities = (counts) => ["critical", "high", "medium", "low"].map((name) => counts[name]);
  const spots = await page.evaluate(table_of, "Files with the worst findings");
  expect_same(spots.map((row) => row.slice(1)), found.hot_spots.map((spot) => [spot.findings, ...severities(spot.severities)]), "hot spots");
  expect(spots.some((row) => row[0].includes("src/note.rs") && row[0].includes("<img src=x onerror=hacked=2>")), "no hostile finding");
  const kinds = await page.evaluate(table_of, "Kinds of findings");
  expect_same(kinds.map((row) => row[1]), found.kinds.map((kind) => kind.findings), "kinds of findings");
  const drawn = await page.evaluate(columns_of, "findings-by-day");
  expect_same(drawn.at(-1).slice(1), severities(found.severities), "findings by day");
  const said = await page.$eval("#findings", (section) => section.textContent);
  expect(said.includes("Of 3 source files, 3 have an answer.") && said.includes("no earlier report"), "of how many files is not said");
}

async function check_order(page) {
  const column = () => page.evaluate(table_of, "By model").then((rows) => rows.map((row) => row[1]));
  const button = 'table.sortable th[data-test] button';
  await page.evaluate(() => {
    const table = [...document.querySelectorAll("table.sortable")].find((one) => one.caption.textContent === "By model");
    table.tHead.rows[0].cells[1].dataset.test = "1";
  });
  await page.click(button);
  const falling = await column();
  expect_same(falling, [...falling].sort((a, b) => b - a), "falling order");
  await page.click(button);
  expect_same(await column(), [...falling].reverse(), "rising order");
  expect(await page.$eval("th[data-test]", (head) => head.getAttribute("aria-sort")) === "ascending", "no aria-sort");
}

async function check_harmless(page) {
  const state = await page.evaluate(() => ({
    hacked: typeof hacked, scripts: document.scripts.length, loaded: document.querySelectorAll("img,iframe,object,link").length,
    handlers: [...document.querySelectorAll("*")].filter((one) => one.getAttributeNames().some((name) => name.startsWith("on"))).length,
    shown: document.body.textContent.includes("<img src=x onerror=hacked=2>"),
    raw: /[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u001b\u007f]/.test(document.documentElement.outerHTML),
  }));
  expect_same(state, {hacked: "undefined", scripts: 1, loaded: 0, handlers: 0, shown: true, raw: false}, "hostile names");
  // The policy holds against what a fault in escaping would bring.
  let asked = 0;
  const server = http.createServer((_, response) => { ++asked; response.end(); }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const stopped = await page.evaluate(async (address) => {
    const directives = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    document.body.insertAdjacentHTML("beforeend", '<p style="color:red" onclick="hacked=3" id="late">x</p>');
    document.body.insertAdjacentHTML("beforeend", `<img src="${address}">`);
    await fetch(address).catch(() => 0);
    document.getElementById("late").click();
    const script = document.createElement("script");
    script.textContent = "hacked=4";
    document.body.append(script);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return {directives: [...new Set(directives)].sort(), hacked: typeof hacked};
  }, `http://127.0.0.1:${server.address().port}/`);
  server.close();
  expect(asked === 0, "something was asked for elsewhere");
  expect_same(stopped, {directives: ["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr"], hacked: "undefined"},
    "content security policy");
}

async function check_look(page, address, name) {
  const pictures = process.env.RUSTASSISTANT_SCREENSHOTS;
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: scheme}]);
    for (const width of WIDTHS) {
      await page.setViewport({width, height: 900});
      await page.goto(address);
      expect(await page.evaluate(too_wide) <= 0, `at ${width} pixels the page is too wide`);
      expect_same(await page.evaluate(crowded_words), [], `words over each other at ${width} pixels`);
      const picture = await page.screenshot({fullPage: true});
      if (pictures) fs.writeFileSync(path.join(pictures, `${name}-${width}-${scheme}.png`), picture);
      // A window that shows one color alone packs to almost nothing.
      expect(picture.length > 20_000, `at ${width} pixels, ${scheme}, nothing is shown`);
    }
    const {seen, faint} = await page.evaluate(faint_parts);
    expect(seen > 200, `only ${seen} parts have a color`);
    for (const part of faint) expect(false, `${scheme}: too faint: ${part}`);
  }
}

// On paper a page is light, and what was opened stands there in full.
async function check_print(page) {
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: "dark"}]);
  await page.emulateMediaType("print");
  const shown = await page.evaluate(() => {
    const details = document.querySelector("figure details");
    details.open = true;
    const scroll = details.querySelector(".scroll");
    return {height: scroll.clientHeight, hidden: scroll.scrollHeight - scroll.clientHeight, ink: getComputedStyle(document.body).color};
  });
  expect(shown.height > 500 && shown.hidden === 0, "the figures of a chart are not printed in full");
  expect(shown.ink === "rgb(28, 33, 38)", `a dark page is printed with words in ${shown.ink}`);
  expect((await page.pdf({printBackground: true})).length > 10_000, "nothing is printed");
}

async function check_page(browser, file, json) {
  const page = await browser.newPage();
  const seen = watched(page);
  const address = `file://${file}`;
  await page.setViewport({width: WIDTHS[0], height: 900});
  await page.goto(address);
  await check_charts(page, json);
  await check_tables(page, json);
  await check_order(page);
  await check_look(page, address, "report");
  await check_print(page);
  expect_same(seen.said, [], "console");
  expect_same([...new Set(seen.requests)], [address], "requests");
  await page.goto(address);
  await check_harmless(page);
}

async function check_page_of_repository(browser, file, json) {
  const page = await browser.newPage();
  const seen = watched(page);
  const address = `file://${file}`;
  await page.goto(address);
  await check_findings(page, json);
  await check_look(page, address, "repository");
  expect_same(seen.said, [], "console");
  await page.goto(address);
  await check_harmless(page);
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "report-page."));
  // Settings and profile of the browser stay within the folder, too.
  const environment = {PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LC_ALL: "C.UTF-8"};
  let browser;
  try {
    const world = new World(folder);
    world.build();
    const [file, json] = world.report();
    expect(fs.statSync(file).size <= MOST_BYTES, "the page is too large");
    await validate(file);
    browser = await puppeteer.launch({
      executablePath: process.env.RUSTASSISTANT_CHROMIUM ?? "/usr/bin/chromium", env: environment, userDataDir: path.join(folder, "profile"),
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
    });
    await check_page(browser, file, json);
    const [second, of_repository] = world.report("--repo", ".");
    expect(fs.statSync(second).size <= MOST_BYTES, "the page of a repository is too large");
    await validate(second);
    await check_page_of_repository(browser, second, of_repository);
  } finally {
    await browser?.close();
    fs.rmSync(folder, {recursive: true, force: true, maxRetries: 5});
  }
  console.log(`report page: ${checks - failures} passed, ${failures} failed`);
  return failures > 0 ? 1 : 0;
}

process.exitCode = await main();
