// The requester files: as a person, as an organization, with a broken line, by keyboard, on a telephone.
import assert from "node:assert/strict";
import { checkAccessible } from "./browser.js";
import { ORGAN } from "./office.js";
import { answerCaptcha, file, fillPerson, fillRest, goOn, inPage, ORGANIZATION, PERSON, PHONE, PNG, receiptOf, submit } from "./requester.js";

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
  await checkAccessible(page, "the second step");
  await goOn(page, /怎样给您/);
  await page.getByRole("radio", { name: "电子邮件" }).first().check();
  await page.getByRole("radio", { name: /网上下载/ }).check();
  await checkAccessible(page, "the third step");
  await goOn(page, /核对并提交/);
  await page.getByText("区政发〔2025〕12号").waitFor();
  await page.getByText("个人信息告知", { exact: true }).click();
  await checkAccessible(page, "the last step");
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

async function photographsPapers(page) {
  await page.goto(`/apply/${ORGAN}`);
  await fillPerson(page);
  await page.route("**/public/attachments**", (route) => route.abort("connectionreset"), { times: 1 });
  const camera = page.locator("input[capture=environment][accept='image/*']").first();
  await camera.setInputFiles({ name: "image.jpg", mimeType: "image/png", buffer: PNG });
  await page.getByText("网络断了，没有传上去").waitFor();
  await page.unroute("**/public/attachments**");
  await camera.setInputFiles({ name: "身份证.png", mimeType: "image/png", buffer: PNG });
  await page.getByText("已上传").waitFor();
  await page.getByRole("button", { name: "再传一次" }).click();
  await page.getByText("文件内容与扩展名或者所说的类型不符").waitFor();
  await page.getByRole("button", { name: "删除image.jpg" }).click();
  await checkAccessible(page, "papers");
  await page.reload();
  await page.getByText("已上传").waitFor();
  await page.getByRole("button", { name: "删除身份证.png" }).click();
  assert.equal(await page.getByText("已上传").count(), 0);
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
  await tabTo(page, page.getByLabel("名称"));
  await page.keyboard.type("2025年老旧小区改造的资金安排");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: "纸质" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("radio", { name: /邮寄/ }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel(/我已阅读/));
  await page.keyboard.press("Space");
  await answerCaptcha(page);
  await tabTo(page, page.getByRole("button", { name: "提交申请" }));
  await page.keyboard.press("Enter");
  await receiptOf(page);
}

export const tests = {
  "a person files and gets a receipt": inPage(filesAsPerson),
  "an organization files and gets a receipt": inPage(filesAsOrganization),
  "a person files on a telephone": inPage(filesAsPerson, PHONE),
  "errors stand at the field and in the summary": inPage(tellsErrorsAtTheField),
  "the draft outlives a reload, the identity number ends with the tab": inPage(keepsTheDraft),
  "a broken line loses nothing and files once": inPage(survivesABrokenLine),
  "a question in words is answered": inPage(answersTheQuestion),
  "the keyboard is enough": inPage(worksByKeyboard),
  "a paper is photographed, and sent again after a broken line": inPage(photographsPapers, PHONE),
};
