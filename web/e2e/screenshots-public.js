// Pictures of every public page at two widths, for docs/screenshots; with GONGKAI_ELDER=1 of 长辈版 into the folder named by
// GONGKAI_SHOTS. Each page is also checked for accessibility, console errors and anything wider than the window.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkAccessible, openPage } from "./browser.js";
import { askToAmend, openToThePublic, reply } from "./counter.js";
import { ORGAN } from "./office.js";
import { answerCaptcha, file, fillPerson, goOn, look } from "./requester.js";

const FOLDER = process.env.GONGKAI_SHOTS ?? fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const IS_ELDER = process.env.GONGKAI_ELDER === "1";

async function* pages(page, service) {
  yield* simplePages(page);
  yield* filing(page);
  yield* afterFiling(page, service);
}

async function* simplePages(page) {
  await page.goto("/");
  yield "home";
  await page.goto("/guide");
  yield "guide";
  await page.goto("/organs");
  yield "organs";
  await page.getByText("不知道找哪个机关？").click();
  yield "which-organ";
  await page.getByRole("button", { name: /征地/ }).click();
  yield "organs-found";
  await page.goto(`/organs/${ORGAN}`);
  yield "organ";
  await page.goto(`/organs/${ORGAN}/form`);
  yield "blank-form";
  await page.goto("/reports");
  yield "reports";
  await page.goto("/reports/2020/620400?scope=government");
  yield "report";
  await page.goto("/status");
  yield "status-form";
  await page.goto("/no-such-page");
  yield "nothing";
}

async function* filing(page) {
  await page.goto(`/apply/${ORGAN}`);
  yield "filing-1";
  await page.getByRole("radio", { name: "单位" }).check();
  await page.getByRole("button", { name: "下一步" }).click();
  yield "filing-1-errors";
  await fillPerson(page);
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await page.locator("input[type=file]").last().setInputFiles({ name: "身份证正面.png", mimeType: "image/png", buffer: png });
  await page.getByText("已上传").waitFor();
  yield "filing-1-person";
  await goOn(page, /想要什么信息/);
  yield "filing-2";
  await page.getByLabel("名称").fill("2025年老旧小区改造的资金安排");
  await goOn(page, /怎样给您/);
  await page.getByRole("radio", { name: "纸质" }).check();
  await page.getByRole("radio", { name: /邮寄/ }).check();
  yield "filing-3";
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /想要什么信息/ }).waitFor();
  await goOn(page, /怎样给您/);
  await page.getByRole("radio", { name: /当面领取/ }).check();
  await goOn(page, /核对并提交/);
  await page.getByLabel(/我已阅读/).check();
  await answerCaptcha(page);
  yield "filing-4";
}

async function* afterFiling(page, service) {
  const receipt = await file(page);
  yield "receipt";
  await look(page, receipt);
  await page.getByRole("list", { name: "进度" }).waitFor();
  yield "status";
  await page.getByRole("button", { name: "撤回申请" }).click();
  yield "status-withdraw";
  await reply(service, receipt.number);
  await look(page, receipt);
  await page.getByRole("heading", { name: "答复文件" }).waitFor();
  yield "status-replied";
  const other = await file(page);
  await askToAmend(service, other.number);
  await look(page, other);
  await page.getByRole("button", { name: "补正", exact: true }).click();
  yield "status-amend";
}

let opening;

async function shoot(browser, service, width) {
  opening ??= openToThePublic(service);
  await opening;
  const { page, errors, close } = await openPage(browser, service.address, { viewport: { width, height: width < 600 ? 844 : 900 }, reducedMotion: "reduce" });
  if (IS_ELDER) await page.addInitScript(() => localStorage.setItem("gongkai.elder", "true"));
  const faults = [];
  for await (const name of pages(page, service)) {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${FOLDER}/public-${name}-${width}.png`, fullPage: true });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) faults.push(`${name} at ${width} px is ${over} px too wide`);
    await checkAccessible(page, name).catch((error) => faults.push(error.message));
  }
  await close();
  assert.deepEqual([...faults, ...errors], []);
}

mkdirSync(FOLDER, { recursive: true });

export const tests = {
  "public pages at 1440 px": ({ browser, ...service }) => shoot(browser, service, 1440),
  "public pages at 390 px": ({ browser, ...service }) => shoot(browser, service, 390),
};
