// Every public page: readable, accessible, light, and plain about what is not there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { checkAccessible } from "./browser.js";
import { openToThePublic } from "./counter.js";
import { ORGAN } from "./office.js";
import { inPage, PHONE } from "./requester.js";

/** The table that 白银市 published for 2020, as the demo makes it anew. */
async function readsTheReport(page, service) {
  await openToThePublic(service);
  await page.goto("/reports");
  await page.getByRole("link", { name: /白银市/ }).click();
  await page.getByRole("heading", { level: 1, name: /2020年政府信息公开工作年度报告/ }).waitFor();
  const row = page.getByRole("row", { name: /本机关不掌握相关政府信息/ });
  assert.deepEqual(await row.getByRole("cell").allTextContents(), ["64", "0", "1", "0", "0", "0", "65"]);
  await checkAccessible(page, "a published report");
  await page.goto(`/organs/${ORGAN}`);
  await page.getByText("白银区政务服务大厅3号窗口").waitFor();
  await page.getByRole("contentinfo").getByRole("link", { name: "0943-8223456" }).waitFor();
}

const PAGES = ["/", "/guide", "/organs", `/organs/${ORGAN}`, `/organs/${ORGAN}/form`, `/apply/${ORGAN}`, "/receipt", "/status", "/reports", "/nothing-here"];

async function fitsAndIsAccessible(page) {
  for (const path of PAGES) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(over, 0, `${path} is too wide`);
    const small = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("button, input:not(.visually-hidden):not([type=radio]):not([type=checkbox]), select, .choice, nav a, .button")];
      return targets.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80));
    });
    assert.deepEqual(small, [], `targets of ${path} are large enough for a finger`);
    await checkAccessible(page, path);
  }
}

async function inElderView(page) {
  await page.goto("/");
  const before = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await page.getByRole("button", { name: "长辈版" }).click();
  await page.reload();
  const after = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  assert.ok(after > before * 1.2, "larger type, kept over a reload");
  await fitsAndIsAccessible(page);
}

/** All scripts that the public pages can load, followed from their entry. */
function scriptsOf(entry) {
  const read = (name) => readFileSync(new URL(`../dist/${name}`, import.meta.url), "utf8");
  const found = new Set();
  const waiting = [read(entry)];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [name] of text.matchAll(/[\w.-]+-[\w-]{8}\.js/g)) {
      if (found.has(name)) continue;
      found.add(name);
      waiting.push(read(`assets/${name}`));
    }
  }
  return [...found].map((name) => ({ name, size: gzipSync(read(`assets/${name}`)).length }));
}

const MOST_BYTES = 100_000;

function staysLight() {
  const scripts = scriptsOf("index.html");
  const size = scripts.reduce((sum, one) => sum + one.size, 0);
  console.log(`   ${scripts.length} scripts of the public pages, ${size} bytes compressed`);
  assert.ok(size < MOST_BYTES, `the public scripts have ${size} bytes compressed`);
  assert.ok(size > 20_000, "the scripts were found");
}

async function tellsWhatIsNotThere(page) {
  for (const path of ["/organs/999999", "/organs/999999/form", "/apply/999999", "/reports/2021/620402", "/no/such/page"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: "没有这个页面" }).waitFor();
    await checkAccessible(page, path);
  }
}

async function tellsThatTheLineIsCut(page) {
  await page.goto("/");
  await page.context().setOffline(true);
  await page.getByRole("contentinfo").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "公开指南" }).click();
  await page.getByText("这一页没有打开").waitFor();
  await page.context().setOffline(false);
  await page.getByRole("navigation").getByRole("link", { name: "公开指南" }).click();
  await page.getByRole("heading", { level: 1, name: "公开指南" }).waitFor();
}

export const tests = {
  "a published report and the guide of an organ are read": inPage(readsTheReport),
  "what is not there is told": inPage(tellsWhatIsNotThere),
  "the public pages stay light": staysLight,
  "a page that cannot be fetched is told": inPage(tellsThatTheLineIsCut),
  "every page fits a telephone": inPage(fitsAndIsAccessible, PHONE),
  "every page fits a desk": inPage(fitsAndIsAccessible),
  "every page works in 长辈版 on a telephone": inPage(inElderView, PHONE),
  "every page fits at 200 %": inPage(fitsAndIsAccessible, { viewport: { width: 720, height: 450 } }),
};
