// The requester follows the request: looks it up, adds, amends, withdraws, gets the reply.
import assert from "node:assert/strict";
import { checkAccessible } from "./browser.js";
import { askToAmend, reply } from "./counter.js";
import { ORGAN } from "./office.js";
import { file, inPage, look, PNG } from "./requester.js";

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

export const tests = {
  "a wrong number reads like a wrong code, and too many tries are told": inPage(hidesWhatIsWrong),
  "the status is shown and something is added": inPage(showsTheStatus),
  "a request is withdrawn after asking": inPage(withdraws),
  "an amendment is asked for and sent": inPage(amends),
  "the reply is downloaded and its receipt confirmed": inPage(getsTheReply),
};
