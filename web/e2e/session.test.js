// Signing in, and what may go wrong in the middle of a form: the session, the line, somebody faster.
import assert from "node:assert/strict";
import { checkAccessible, openPage, signIn } from "./browser.js";
import { desk, doAct, openAct, openCase, quiet, settled } from "./desk.js";
import { ago, intake, ORGAN, person } from "./office.js";

async function newCase({ address, password }, index) {
  const registrar = await person(address, password, "dengji");
  const { data } = await registrar.call("POST", "/cases", intake(index, ago(2)));
  return { registrar, number: data.number };
}

export const tests = {
  async "a wrong password says so"({ browser, address }) {
    const opened = await openPage(browser, address);
    const { page } = opened;
    await page.goto("/desk/work");
    await page.waitForURL(/\/desk\/sign-in\?then=/);
    await checkAccessible(page, "sign-in");
    await page.fill("input[name=login_name]", "nobody");
    await page.fill("input[name=password]", "wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    quiet(opened);
    await opened.close();
  },

  async "a first password is changed before anything else"(service) {
    const opened = await desk(service, "xitong");
    const { page } = opened;
    await page.goto("/desk/people");
    await page.getByRole("button", { name: "新建账号" }).click();
    const dialog = page.getByRole("dialog", { name: "新建账号" });
    await dialog.getByLabel("登录名").fill("li.na");
    await dialog.getByLabel("姓名").fill("李娜");
    await dialog.getByRole("button", { name: "新建", exact: true }).click();
    const secret = page.getByRole("dialog", { name: "一次性密码" });
    const first = (await secret.locator(".secret").textContent()).trim();
    await checkAccessible(page, "一次性密码");
    quiet(opened);
    await opened.close();

    const own = await openPage(service.browser, service.address);
    await signIn(own.page, "li.na", first);
    await own.page.getByRole("heading", { name: "修改密码" }).waitFor();
    await own.page.goto("/desk/work");
    await own.page.getByRole("heading", { name: "修改密码" }).waitFor();
    await own.page.fill("input[name=old_password]", first);
    await own.page.fill("input[name=password]", "Lanzhou-Beef-Noodle-9");
    await own.page.fill("input[name=again]", "Lanzhou-Beef-Noodle-9");
    await own.page.click("button[type=submit]");
    await own.page.waitForURL("**/desk/sign-in");
    quiet(own);
    await own.close();
  },

  async "a session that ends in the middle of a form loses nothing"(service) {
    const { number } = await newCase(service, 1);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await openCase(page, number, ORGAN);
    const form = await openAct(page, "确认收到");
    await form.getByLabel("怎样确认、与谁确认").fill("EMS 签收回单，邮递员送到窗口");
    await page.context().clearCookies();
    await form.getByRole("button", { name: "确认收到", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "登录已到期" });
    await dialog.waitFor();
    await dialog.locator("input[name=password]").fill(service.password);
    await dialog.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("已确认收到，现在是").waitFor();
    quiet(opened);
    await opened.close();
  },

  async "a line that breaks loses nothing"(service) {
    const { number } = await newCase(service, 2);
    const opened = await desk(service, "dengji");
    const { page, errors } = opened;
    await openCase(page, number, ORGAN);
    const form = await openAct(page, "备注");
    await form.getByLabel("内容").fill("申请人来电询问进度");
    await page.context().setOffline(true);
    await form.getByRole("button", { name: "备注", exact: true }).click();
    await form.getByText("网络连接中断").waitFor();
    assert.equal(await form.getByLabel("内容").inputValue(), "申请人来电询问进度");
    await page.context().setOffline(false);
    await form.getByRole("button", { name: "备注", exact: true }).click();
    await page.getByText("已备注，现在是").waitFor();
    assert.ok(errors.every((text) => text.includes("ERR_INTERNET_DISCONNECTED")), errors.join());
    await opened.close();
  },

  async "two people at the same case: what one filled in stands beside what the other did"(service) {
    const { registrar, number } = await newCase(service, 3);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await openCase(page, number, ORGAN);
    const form = await openAct(page, "确认收到");
    await form.getByLabel("怎样确认、与谁确认").fill("电话确认");
    await registrar.act(number, "notes", { text: "同事先写了一条备注" });
    await form.getByRole("button", { name: "确认收到", exact: true }).click();
    await page.getByText("您填写的时候，这件申请有了变化").waitFor();
    await form.getByText("dengji：备注").waitFor();
    await form.locator("dd", { hasText: "电话确认" }).waitFor();
    await checkAccessible(page, "stale");
    await form.getByRole("button", { name: "按现在的情况仍然确认收到" }).click();
    await page.getByText("已确认收到，现在是").waitFor();
    quiet(opened);
    await opened.close();
  },

  async "a person's papers are read in full only with a purpose"(service) {
    const { number } = await newCase(service, 0);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await openCase(page, number, ORGAN);
    assert.equal(await page.getByText("13909431000").count(), 0);
    await page.getByRole("button", { name: "看完整信息" }).click();
    await page.locator(".el-message-box input").fill("核对收件地址");
    await page.getByRole("button", { name: "查看", exact: true }).click();
    await page.getByText("13909431000").waitFor();
    quiet(opened);
    await opened.close();
  },

  async "the keyboard alone reaches a case and does an act"(service) {
    const { number } = await newCase(service, 4);
    const opened = await openPage(service.browser, service.address);
    const { page } = opened;
    await page.goto("/desk/sign-in");
    await page.locator("input[name=login_name]").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("dengji");
    await page.keyboard.press("Tab");
    await page.keyboard.type(service.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "我的工作" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(number);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/desk\/cases\?q=/);
    await page.getByText("没有符合条件的申请件").waitFor();
    await page.getByRole("button", { name: "在已到件待确认的里面找" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: number }).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: number }).waitFor();
    await settled(page);
    await page.keyboard.press("1");
    const form = page.getByRole("form", { name: "确认收到" });
    await form.waitFor();
    await form.getByLabel("怎样确认、与谁确认").focus();
    await page.keyboard.type("回单");
    for (let tabs = 0; tabs < 6; tabs += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.type === "submit")) break;
    }
    await page.keyboard.press("Enter");
    await page.getByText("已确认收到，现在是").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "快捷键" }).waitFor();
    await checkAccessible(page, "快捷键");
    quiet(opened);
    await opened.close();
  },

  async "a remark after a reload still goes out within the session"(service) {
    const { number } = await newCase(service, 5);
    const opened = await desk(service, "dengji");
    await openCase(opened.page, number, ORGAN);
    await opened.page.reload();
    await settled(opened.page);
    await doAct(opened.page, "备注", (form) => form.getByLabel("内容").fill("重新打开以后"));
    quiet(opened);
    await opened.close();
  },
};
