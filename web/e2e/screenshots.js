// Pictures of the desk's pages at 1440 and 390 px for docs/screenshots: `npm run screenshots`.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { furnished } from "./acts.test.js";
import { openPage } from "./browser.js";
import { desk, openAct, openCase, settled } from "./desk.js";
import { ORGAN } from "./office.js";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const WIDTHS = [
  [1440, 900],
  [390, 844],
];
const TALLEST = 1200;

async function take(page, name, width) {
  await page.waitForTimeout(400);
  const path = `${FOLDER}desk-${name}-${width}.png`;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height <= page.viewportSize().height) return void (await page.screenshot({ path }));
  const clip = { x: 0, y: 0, width, height: Math.min(TALLEST, height) };
  await page.screenshot({ path, fullPage: true, clip });
}

/** Who looks at which page, under which name. */
const pagesOf = ({ numbers }) => [
  ["dengji", "work", "/work"],
  ["dengji", "cases", "/cases?open=true"],
  ["dengji", "cases-empty", "/cases?q=没有这样的内容"],
  ["dengji", "case-extended", `/cases/${numbers.extended}?organ=${ORGAN}`],
  ["dengji", "case-consulted", `/cases/${numbers.consulted}?organ=${ORGAN}`],
  ["dengji", "case-closed", `/cases/${numbers.closed}?organ=${ORGAN}`],
  ["dengji", "intake", "/intake"],
  ["dengji", "challenges", "/challenges"],
  ["dengji", "settings", "/settings"],
  ["zhuguan", "figures", "/figures?from=2020-01-01"],
  ["zhuguan", "annual-table", "/annual-table?year=2020"],
  ["zhuguan", "handed-in", "/handed-in"],
  ["xitong", "people", "/people"],
  ["xitong", "person", "/people/dengji"],
  ["xitong", "organs", "/organs"],
  ["xitong", "calendar", "/calendar"],
  ["anquan", "service-accounts", "/service-accounts"],
  ["shenji", "audit-log", "/audit-log"],
];

async function eachPage(service, width, height) {
  const scene = await furnished(service);
  const options = { viewport: { width, height } };
  const open = new Map();
  for (const [who, name, path] of pagesOf(scene)) {
    if (!open.has(who)) open.set(who, await desk(service, who, options));
    const { page } = open.get(who);
    await page.goto(`/desk${path}`);
    await settled(page);
    await take(page, name, width);
  }
  for (const opened of open.values()) await opened.close();
}

async function forms(service, width, height) {
  const { numbers } = await furnished(service);
  const options = { viewport: { width, height } };
  const door = await openPage(service.browser, service.address, options);
  await door.page.goto("/desk/sign-in");
  await door.page.locator("input[name=login_name]").waitFor();
  await take(door.page, "sign-in", width);
  await door.close();
  const { page, close } = await desk(service, "chengban", options);
  await openCase(page, numbers.soon, ORGAN);
  await openAct(page, "拟办");
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${FOLDER}desk-act-draft-${width}.png` });
  await close();
}

export const tests = Object.fromEntries(
  WIDTHS.map(([width, height]) => [
    `pictures at ${width} px`,
    async (service) => {
      mkdirSync(FOLDER, { recursive: true });
      await forms(service, width, height);
      await eachPage(service, width, height);
    },
  ]),
);
