// The requester's way through the public pages: file, keep, lose the line, look, amend, withdraw.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { checkAccessible, openPage } from "./browser.js";
import { askToAmend, openToThePublic, reply } from "./counter.js";
import { ORGAN } from "./office.js";
import { file, fillPerson, fillRest, goOn, look, ORGANIZATION, PERSON, receiptOf, submit } from "./requester.js";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** What a browser says of a line that a test has cut. */
const isNetworkFault = (text) => /net::ERR_CONNECTION_RESET/.test(text);

/** A test in a page of its own, which must end without console errors. */
const inPage = (run, options) => async ({ browser, ...service }) => {
  const { page, errors, close } = await openPage(browser, service.address, options);
  try {
    await run(page, service);
    assert.deepEqual(errors.filter((text) => !isNetworkFault(text)), [], "console errors");
  } finally {
    await close();
  }
};

async function filesAsPerson(page) {
  const { number, code } = await file(page);
  assert.match(number, new RegExp(`^${ORGAN}-\\d{4}-\\d{6}$`));
  assert.match(code, /^[34679ACDEFGHJKMNPQRTUVWXY]{5} [34679ACDEFGHJKMNPQRTUVWXY]{5}$/);
  await page.getByText(/最迟于\d{4}年\d+月\d+日前答复您/).first().waitFor();
  await page.getByRole("img", { name: /二维码/ }).waitFor();
  await checkAccessible(page, "receipt");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "存成图片" }).click();
  assert.equal((await saving).suggestedFilename(), `申请回执-${number}.png`);
  await page.goto("/");
  assert.equal(await page.getByText("您有一份没有提交的申请").count(), 0, "the draft is gone");
}

async function filesAsOrganization(page) {
  await page.goto(`/apply/${ORGAN}`);
  await page.getByRole("radio", { name: "单位" }).check();
  await page.getByLabel("单位名称").fill(ORGANIZATION.name);
  await page.getByRole("radio", { name: "法律服务机构" }).check();
  await page.getByLabel("统一社会信用代码", { exact: true }).fill("91620400MA00000000");
  await page.getByLabel("法定代表人或者负责人").fill(ORGANIZATION.head);
  await page.getByText("统一社会信用代码不对").waitFor();
  await page.getByLabel("统一社会信用代码", { exact: true }).fill(ORGANIZATION.code);
  await page.getByText("号码核对无误").waitFor();
  await page.getByLabel("联系人").fill(ORGANIZATION.person);
  await page.getByLabel("电子邮箱").fill("office@example.cn");
  await page.locator("input[type=file]").last().setInputFiles({ name: "证照.png", mimeType: "image/png", buffer: PNG });
  await page.getByText("已上传").waitFor();
  await goOn(page, /想要什么信息/);
  await page.getByRole("button", { name: "再加一项" }).click();
  await page.getByLabel("文号").nth(1).fill("区政发〔2025〕12号");
  await page.getByLabel("名称").first().fill("养老服务机构的补贴标准");
  await goOn(page, /怎样给您/);
  await page.getByRole("radio", { name: "电子邮件" }).first().check();
  await page.getByRole("radio", { name: /网上下载/ }).check();
  await goOn(page, /核对并提交/);
  await page.getByText("区政发〔2025〕12号").waitFor();
  await submit(page);
  await receiptOf(page);
}

async function tellsErrorsAtTheField(page) {
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page, { ...PERSON, number: "110105194912310021" });
  await page.getByRole("button", { name: "下一步" }).click();
  const summary = page.locator(".error-summary");
  await summary.waitFor();
  assert.equal(await summary.evaluate((box) => box === document.activeElement), true, "the summary has the focus");
  await summary.getByRole("link", { name: /证件号码不对/ }).click();
  const number = page.getByLabel("证件号码").first();
  assert.equal(await number.evaluate((field) => field === document.activeElement), true, "the link leads to the field");
  assert.equal(await number.getAttribute("aria-invalid"), "true");
  await checkAccessible(page, "a form with errors");
}

async function keepsTheDraft(page) {
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page);
  await goOn(page, /想要什么信息/);
  await page.getByLabel("其他描述").fill("公园路12号院2024年的改造");
  await page.reload();
  assert.equal(await page.getByLabel("其他描述").inputValue(), "公园路12号院2024年的改造");
  await page.goBack();
  assert.equal(await page.getByLabel("姓名").inputValue(), PERSON.name);
  assert.equal(await page.getByLabel("证件号码").first().inputValue(), PERSON.number, "kept for this tab");
  const lasting = await page.evaluate(() => JSON.stringify(localStorage));
  assert.equal(lasting.includes(PERSON.number), false, "no identity number stays beyond the tab");
  await page.goto("/");
  await page.getByText("您有一份没有提交的申请").waitFor();
  await page.getByRole("link", { name: "继续填写" }).click();
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "清除草稿" }).click();
  await page.getByRole("link", { name: "在网上填写申请" }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("gongkai.draft")), null);
}

/** The answer to the first sending is lost on the way back; the second brings the same request. */
async function survivesABrokenLine(page) {
  const keys = [];
  const numbers = [];
  await page.route("**/api/v1/public/requests", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    const answer = await route.fetch();
    numbers.push((await answer.json()).number);
    if (keys.length === 1) await route.abort("connectionreset");
    else await route.fulfill({ response: answer });
  });
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page);
  await goOn(page, /想要什么信息/);
  await fillRest(page);
  await submit(page);
  await page.getByText("网络连接中断").waitFor();
  await page.getByText("不会重复申请").waitFor();
  await page.getByRole("button", { name: "再次提交" }).click();
  const { number } = await receiptOf(page);
  assert.equal(keys[0], keys[1], "the same Idempotency-Key");
  assert.deepEqual(numbers, [number, number], "one request, not two");
}

/** The question in words; a wrong answer brings another question and loses nothing. */
async function answersTheQuestion(page) {
  let asked = 0;
  await page.route("**/api/v1/public/captcha", (route) => {
    asked += 1;
    return route.fulfill({ json: { required: true, question: "三加五等于几？", token: `t${asked}`, expires_at: null } });
  });
  const wrong = { type: "about:blank", title: "内容有误", status: 422, code: "wrong_captcha", detail: "答错了", fields: [{ name: "captcha.answer", text: "答错了，请回答新的一题" }] };
  await page.route("**/api/v1/public/requests", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", json: wrong }), { times: 1 });
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page);
  await goOn(page, /想要什么信息/);
  await fillRest(page);
  await page.getByLabel(/我已阅读/).check();
  await page.getByRole("button", { name: "提交申请" }).click();
  await page.getByRole("link", { name: "请回答验证问题" }).waitFor();
  await page.getByLabel(/请回答/).fill("九");
  await page.getByRole("button", { name: "提交申请" }).click();
  await page.getByRole("link", { name: /答错了/ }).waitFor();
  assert.equal(asked, 2, "another question");
  assert.equal(await page.getByLabel(/请回答/).inputValue(), "");
  const sending = page.waitForRequest("**/api/v1/public/requests");
  await page.getByLabel(/请回答/).fill("八");
  await page.getByRole("button", { name: "提交申请" }).click();
  assert.deepEqual((await sending).postDataJSON().captcha, { token: "t2", answer: "八" });
  await receiptOf(page);
}

async function hidesWhatIsWrong(page) {
  const { number, code } = await file(page);
  await look(page, { number, code: "AAAAA AAAAA" });
  const told = await page.getByRole("alert").last().textContent();
  await look(page, { number: `${ORGAN}-1999-000001`, code });
  assert.equal(await page.getByRole("alert").last().textContent(), told, "a wrong number reads like a wrong code");
  for (let tries = 0; tries < 5; tries += 1) await look(page, { number, code: "AAAAA AAAAA" });
  await page.getByText(/请等\d+(秒|分钟)再试/).waitFor();
}

async function showsTheStatus(page) {
  const { number, code } = await file(page);
  await page.getByRole("link", { name: "查看进度" }).click();
  await page.getByRole("list", { name: "进度" }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("申请编号").inputValue(), number, "the number stays in the address");
  assert.equal(await page.getByLabel("查询码").inputValue(), "", "the code does not");
  await look(page, { number, code: code.toLowerCase() });
  await page.getByText(/最迟于\d{4}年\d+月\d+日前答复您/).waitFor();
  await page.getByRole("button", { name: /补充材料/ }).click();
  await page.getByRole("button", { name: "提交补充" }).click();
  await page.getByText("请写明内容").waitFor();
  await page.getByLabel("补充的内容或者理由").fill("补充一张照片");
  await page.locator("input[type=file]").last().setInputFiles({ name: "照片.png", mimeType: "image/png", buffer: PNG });
  await page.getByText("已上传").waitFor();
  await page.getByRole("button", { name: "提交补充" }).click();
  await page.getByText("补充的内容已收到").waitFor();
  await checkAccessible(page, "status");
}

async function withdraws(page) {
  const receipt = await file(page);
  await look(page, receipt);
  await page.getByRole("button", { name: "撤回申请" }).click();
  await page.getByRole("button", { name: "不撤回" }).click();
  await page.getByRole("button", { name: "撤回申请" }).click();
  await page.getByRole("button", { name: "确定撤回" }).click();
  await page.getByRole("heading", { level: 1, name: /撤回/ }).waitFor();
  await page.getByRole("list", { name: "进度" }).getByText("已撤回").waitFor();
  assert.equal(await page.getByRole("button", { name: "撤回申请" }).count(), 0);
}

async function amends(page, service) {
  const receipt = await file(page);
  await askToAmend(service, receipt.number);
  await look(page, receipt);
  await page.getByRole("heading", { name: "需要您做" }).waitFor();
  await page.getByText("写明小区的名称").waitFor();
  await checkAccessible(page, "a request that waits for the requester");
  await page.getByRole("button", { name: "补正", exact: true }).click();
  await page.getByLabel("补正的内容").fill("2025年，公园路12号院");
  await page.route("**/requests/amendment", (route) => route.abort("connectionreset"), { times: 1 });
  await page.getByRole("button", { name: "提交补正" }).click();
  await page.getByText("网络连接中断").waitFor();
  assert.equal(await page.getByLabel("补正的内容").inputValue(), "2025年，公园路12号院", "nothing is lost");
  await page.getByRole("button", { name: "提交补正" }).click();
  await page.getByText("补正已收到").waitFor();
  await page.getByText(/最迟于\d{4}年\d+月\d+日前答复您/).waitFor();
}

async function getsTheReply(page, service) {
  const receipt = await file(page);
  await reply(service, receipt.number);
  await look(page, receipt);
  await page.getByText("予以公开").waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: /下载/ }).click();
  assert.equal((await saving).suggestedFilename(), "答复书.pdf");
  await page.getByRole("button", { name: "确认收到答复" }).click();
  await page.getByRole("button", { name: "我收到了" }).click();
  await page.getByRole("button", { name: "确认收到答复" }).waitFor({ state: "detached" });
  await page.getByText("已记下您收到了答复").waitFor();
}

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

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page, wanted) {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`the keyboard does not reach ${wanted}`);
}

async function worksByKeyboard(page) {
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "跳到主要内容");
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "申请公开" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /哪个机关/ }).waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  await tabTo(page, page.getByLabel("机关名称"));
  await page.keyboard.type("白银区");
  await tabTo(page, page.getByRole("link", { name: "白银区人民政府" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "在网上填写申请" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: "个人" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel("姓名"));
  await page.keyboard.type(PERSON.name);
  await tabTo(page, page.getByLabel("证件号码").first());
  await page.keyboard.type(PERSON.number);
  await tabTo(page, page.getByLabel("联系电话"));
  await page.keyboard.type(PERSON.phone);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /想要什么信息/ }).waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
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

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export const tests = {
  "a person files and gets a receipt": inPage(filesAsPerson),
  "an organization files and gets a receipt": inPage(filesAsOrganization),
  "a person files on a telephone": inPage(filesAsPerson, PHONE),
  "errors stand at the field and in the summary": inPage(tellsErrorsAtTheField),
  "the draft outlives a reload, the identity number ends with the tab": inPage(keepsTheDraft),
  "a broken line loses nothing and files once": inPage(survivesABrokenLine),
  "a question in words is answered": inPage(answersTheQuestion),
  "a wrong number reads like a wrong code, and too many tries are told": inPage(hidesWhatIsWrong),
  "the status is shown and something is added": inPage(showsTheStatus),
  "a request is withdrawn after asking": inPage(withdraws),
  "an amendment is asked for and sent": inPage(amends),
  "the reply is downloaded and its receipt confirmed": inPage(getsTheReply),
  "a published report and the guide of an organ are read": inPage(readsTheReport),
  "what is not there is told": inPage(tellsWhatIsNotThere),
  "the public pages stay light": staysLight,
  "the keyboard is enough": inPage(worksByKeyboard),
  "every page fits a telephone": inPage(fitsAndIsAccessible, PHONE),
  "every page fits a desk": inPage(fitsAndIsAccessible),
  "every page works in 长辈版 on a telephone": inPage(inElderView, PHONE),
  "every page fits at 200 %": inPage(fitsAndIsAccessible, { viewport: { width: 720, height: 450 } }),
};
