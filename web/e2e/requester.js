// What a requester does on the public pages, for the tests and the screenshots.

import assert from "node:assert/strict";
import { openPage } from "./browser.js";
import { ORGAN } from "./office.js";

export const PERSON = { name: "王䶮", number: "11010519491231002X", phone: "13800001234" };
export const ORGANIZATION = { name: "白银市老年人法律服务所", code: "91620400MA0000000U", person: "李明", head: "张华" };

/** Moves on to the next step and waits for its heading. */
export async function goOn(page, heading) {
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}

/** The first step as a natural person. */
export async function fillPerson(page, person = PERSON) {
  await page.getByRole("radio", { name: "个人" }).check();
  await page.getByLabel("姓名", { exact: false }).first().fill(person.name);
  await page.getByLabel("证件号码").first().fill(person.number);
  await page.getByLabel("联系电话").fill(person.phone);
}

/** The second and third step. */
export async function fillRest(page, title = "2025年老旧小区改造的资金安排") {
  await page.getByLabel("名称").fill(title);
  await goOn(page, /怎样给您/);
  await page.getByRole("radio", { name: "纸质" }).check();
  await page.getByRole("radio", { name: /当面领取/ }).check();
  await goOn(page, /核对并提交/);
}

const DIGITS = "零一二三四五六七八九十";

/** The value of a number in Chinese words below a hundred, or in digits. */
function valueOf(words) {
  if (/^\d+$/.test(words)) return Number(words);
  const [tens, units] = words.includes("十") ? words.split("十") : ["零", words];
  const ten = words.includes("十") ? (tens ? DIGITS.indexOf(tens) : 1) : 0;
  return ten * 10 + (units ? DIGITS.indexOf(units) : 0);
}

/** Answers the question in words, where one is asked. */
export async function answerCaptcha(page) {
  const field = page.getByLabel(/请回答/);
  await page.waitForLoadState("networkidle");
  if ((await field.count()) === 0) return;
  const question = await page.locator("label", { hasText: "请回答" }).textContent();
  const [, one, sign, other] = /([零一二三四五六七八九十\d]+)(加|减|乘)(?:以)?([零一二三四五六七八九十\d]+)/.exec(question);
  const [a, b] = [valueOf(one), valueOf(other)];
  await field.fill(String(sign === "加" ? a + b : sign === "减" ? a - b : a * b));
}

/** The last step. */
export async function submit(page) {
  await page.getByLabel(/我已阅读/).check();
  await answerCaptcha(page);
  await page.getByRole("button", { name: "提交申请" }).click();
}

/** Number and code of the receipt. */
export async function receiptOf(page) {
  await page.getByRole("heading", { level: 1, name: "提交成功" }).waitFor();
  const [number, code] = await page.locator(".code").allTextContents();
  return { number: number.trim(), code: code.trim() };
}

/** The whole way to the receipt. */
export async function file(page, title) {
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page);
  await goOn(page, /想要什么信息/);
  await fillRest(page, title);
  await submit(page);
  return receiptOf(page);
}

/** Looks a request up. */
export async function look(page, { number, code }) {
  await page.goto("/status");
  await page.getByLabel("申请编号").fill(number);
  await page.getByLabel("查询码").fill(code);
  await page.getByRole("button", { name: "查询" }).click();
}

/** The window of a telephone. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A picture of one dot. */
export const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** What a browser says of a line that a test has cut. */
const isNetworkFault = (text) => /net::ERR_(CONNECTION_RESET|INTERNET_DISCONNECTED)|dynamically imported module/.test(text);

/** A test in a page of its own, which must end without console errors. */
export const inPage = (run, options) => async ({ browser, ...service }) => {
  const { page, errors, close } = await openPage(browser, service.address, options);
  try {
    await run(page, service);
    assert.deepEqual(errors.filter((text) => !isNetworkFault(text)), [], "console errors");
  } finally {
    await close();
  }
};
