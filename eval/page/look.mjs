// Does the page do in a browser what it says?
//
// In: the binary, and the sample reports. Out: a line for each thing that was tried; the exit code is 1 if one failed. It needs
// Chromium and the npm packages playwright-core and axe-core (see .ci/run). Run: node look.mjs MARSAD REPORTS [CHROMIUM [PICTURES]]
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cwd } from "node:process";

const require = createRequire(join(cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [marsad, reports, executablePath = "/usr/bin/chromium", pictures] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "marsad-page-"));
const store = join(folder, "war.db");
execFileSync(marsad, ["ingest", "--store", store, reports], { stdio: "ignore" });
const server = spawn(marsad, ["serve", "--store", store, "--listen", "127.0.0.1:0"]);
const address = await new Promise((done, fail) => {
  server.stdout.on("data", (data) => {
    const told = /http:\/\/[^/\s]+/.exec(data);
    if (told) done(told[0]);
  });
  server.on("exit", (code) => fail(new Error(`the server ended with ${code}`)));
});

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"] });
let failed = 0;
const tell = (what, right, told = "") => {
  failed += right ? 0 : 1;
  console.log(`${right ? "right" : "WRONG"}  ${what}${told === "" ? "" : `: ${told}`}`);
};

/** A page that has loaded, and whatever went wrong on it. */
async function opened(hash = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(message.text()); });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) wrong.push(`asks ${request.url()}`); });
  await page.goto(`${address}/${hash}`);
  await page.waitForSelector("html[data-ready]", { timeout: 30000 });
  await page.waitForFunction(() => document.querySelectorAll("#list li").length > 0 || !document.querySelector("#event").hidden);
  return { page, wrong };
}

const count = async (page) => Number.parseInt((await page.textContent("#count")).replaceAll(",", ""), 10);
const settled = (page) => page.waitForTimeout(900);
const picture = async (page, name) => { if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) }); };

try {
  const { page, wrong } = await opened();
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  tell("first paint within a second", paint < 1000, `${Math.round(paint)} ms`);
  const all = await count(page);
  tell("events are listed", all > 50, all);

  await page.selectOption("[name=family]", "strikes");
  await settled(page);
  const strikes = await count(page);
  tell("a filter leaves fewer", strikes > 0 && strikes < all, strikes);
  tell("the address tells the filter", page.url().includes("family=strikes"));
  await page.goBack();
  await settled(page);
  tell("a step back takes it off", (await count(page)) === all && (await page.inputValue("[name=family]")) === "");
  await page.fill("[name=q]", "hospital");
  await settled(page);
  const said = await count(page);
  tell("words are searched", said > 0 && said < all, said);
  await page.click("#filters button[type=reset]");
  await settled(page);
  tell("Clear takes all off", (await count(page)) === all);

  const chart = await page.locator("#time svg").boundingBox();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + 20);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.85, chart.y + 20, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  const brushed = await count(page);
  tell("days are chosen by dragging", brushed > 0 && brushed < all && page.url().includes("from="), brushed);
  await page.click("text=All days");
  await settled(page);
  await page.click("text=Play");
  await page.waitForTimeout(2200);
  const playing = page.url();
  await page.waitForTimeout(1200);
  tell("it plays", page.url() !== playing && playing.includes("from="));
  await page.click("text=Stop");
  await page.click("text=All days");
  await settled(page);

  await page.click("#list li a >> nth=1");
  await page.waitForSelector("#event blockquote u");
  const head = await page.textContent("#event h2");
  const words = await page.textContent("#event blockquote u");
  tell("an event opens with its words", words.length > 10, head);
  const link = page.url();
  await picture(page, "event");
  await page.keyboard.press("Escape");
  await settled(page);
  tell("Escape closes it", await page.isHidden("#event"));
  tell("nothing went wrong", wrong.length === 0, wrong.join("; "));

  const deep = await opened(link.slice(link.indexOf("#")));
  await deep.page.waitForSelector("#event h2");
  tell("a link shows the same", (await deep.page.textContent("#event h2")) === head);

  const phone = await opened("#view=25,14,5.5", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  tell("a phone's width is enough", wide <= 390, `${wide} pixels`);
  await phone.page.waitForTimeout(1500);
  await picture(phone.page, "phone");
  tell("nothing went wrong there", phone.wrong.length === 0, phone.wrong.join("; "));

  for (const colorScheme of ["light", "dark"]) {
    for (const hash of ["", link.slice(link.indexOf("#"))]) {
      const { page: seen } = await opened(hash, { colorScheme, bypassCSP: true });
      await seen.waitForTimeout(1200);
      await picture(seen, `${colorScheme}${hash ? "-event" : ""}`);
      await seen.evaluate(axe);
      const { violations } = await seen.evaluate(() => globalThis.axe.run());
      const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
      tell(`no serious fault of access, ${colorScheme}${hash ? ", an event" : ""}`, serious.length === 0, serious.map(({ id }) => id).join(", "));
    }
  }

  const { page: moved } = await opened("#view=38,35,5");
  const frames = await moved.evaluate(() => new Promise((done) => {
    const times = [];
    const step = (time) => { times.push(time); if (times.length < 60) requestAnimationFrame(step); else done(times.slice(1).map((one, at) => one - times[at])); };
    requestAnimationFrame(step);
    const map = document.querySelector("#map canvas");
    map.focus();
    let times_ = 0;
    const press = setInterval(() => { map.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", keyCode: 39, bubbles: true })); times_ += 1; if (times_ > 5) clearInterval(press); }, 120);
  }));
  frames.sort((a, b) => a - b);
  console.log(`told   frames while it moves: half within ${Math.round(frames[frames.length >> 1])} ms, nine tenths within ${Math.round(frames[Math.floor(frames.length * 0.9)])} ms (drawn by the processor)`);
} finally {
  await browser.close();
  server.removeAllListeners("exit");
  server.kill();
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
