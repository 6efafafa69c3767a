// Chromium of the machine, and pages that fail a test on any console error, page error or axe violation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** What a browser says when an answer is 4xx: expected where a refusal is tested. */
const isRefusal = (text) => /the server responded with a status of 4\d\d/.test(text);

/** A new page; `errors` gathers what went wrong in it. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({
    baseURL: address,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors = [];
  page.on("console", (message) => {
    const text = message.text();
    const isFault = message.type() === "error" || message.type() === "warning";
    if (isFault && !isRefusal(text)) errors.push(text);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return { page, errors, close: () => context.close() };
}

/** Fails on any accessibility violation of the page as it stands. */
export async function checkAccessible(page, where) {
  await page.evaluate(axeSource);
  // What is still fading in or out has no colour of its own yet; what turns for ever is not waited for.
  await page.evaluate(() => {
    const ends = document.getAnimations().map((animation) => animation.finished.catch(() => {}));
    return Promise.race([Promise.all(ends), new Promise((go) => setTimeout(go, 1500))]);
  });
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | ")}`);
  });
  assert.deepEqual(violations, [], `accessibility of ${where}`);
}

/** Signs in at the desk with the form. */
export async function signIn(page, loginName, password) {
  await page.goto("/desk/sign-in");
  await page.fill("input[name=login_name]", loginName);
  await page.fill("input[name=password]", password);
  await page.click("button[type=submit]");
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}
