// What an office does beside single cases: batches, figures, the sealed table, settings, the calendar, challenges.
import assert from "node:assert/strict";
import { furnished } from "./acts.test.js";
import { checkAccessible } from "./browser.js";
import { choose, desk, openCase, quiet, settled } from "./desk.js";
import { ago, intake, ORGAN, person } from "./office.js";

async function done(opened) {
  quiet(opened);
  await opened.close();
}

const sayYes = (page, verb) => page.locator(".el-message-box").getByRole("button", { name: verb }).click();

export const tests = {
  async "a batch is confirmed in one go"(service) {
    const registrar = await person(service.address, service.password, "dengji");
    const numbers = [];
    for (let index = 0; index < 3; index += 1) {
      const { data } = await registrar.call("POST", "/cases", intake(index, ago(1)));
      numbers.push(data.number);
    }
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await page.goto("/desk/cases?stage=arrived&order=next");
    await settled(page);
    for (const number of numbers) await page.getByLabel(`选中 ${number}`).check();
    await page.getByRole("button", { name: "成批办理" }).click();
    await page.getByRole("menuitem", { name: "确认收到" }).click();
    const dialog = page.getByRole("dialog", { name: "确认收到：3件" });
    await dialog.getByLabel("怎样确认、与谁确认").fill("EMS 签收回单");
    await page.waitForTimeout(300);
    await checkAccessible(page, "batch");
    await dialog.getByRole("button", { name: "确认收到" }).click();
    await sayYes(page, "确认收到");
    await page.getByText("3件已确认收到").waitFor();
    await settled(page);
    for (const number of numbers) assert.equal(await page.getByRole("link", { name: number }).count(), 0);
    await done(opened);
  },

  async "filters live in the address, are kept under a name and taken away"(service) {
    await furnished(service);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await page.goto("/desk/cases");
    await settled(page);
    await choose(page, page, "期限灯", "已逾期");
    await page.waitForURL(/light=red/);
    await settled(page);
    await page.getByRole("button", { name: "常用条件" }).click();
    await page.getByRole("menuitem", { name: "保存现在的条件…" }).click();
    await page.locator(".el-message-box input").fill("逾期的");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByRole("button", { name: "清除" }).click();
    await page.waitForURL((url) => url.search === "");
    await page.getByRole("button", { name: "常用条件" }).click();
    await page.getByRole("menuitem", { name: "逾期的", exact: true }).click();
    await page.waitForURL(/light=red/);
    await page.getByRole("button", { name: "列", exact: true }).click();
    await page.getByText("登记编号").click();
    await page.getByRole("columnheader", { name: "登记编号" }).waitFor();
    await page.getByRole("button", { name: "更多条件" }).click();
    await page.getByRole("dialog", { name: "查找条件" }).waitFor();
    await page.waitForTimeout(350);
    await checkAccessible(page, "查找条件");
    await done(opened);
  },

  async "a date says why"(service) {
    const { numbers } = await furnished(service);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await openCase(page, numbers.extended, ORGAN);
    await page.getByRole("button", { name: "为什么是这一天" }).click();
    await page.getByText(/经批准延长20个工作日/).waitFor();
    await page.goto("/desk/work?list=open");
    await settled(page);
    await page.getByRole("button", { name: /为什么是这一天$/ }).first().click();
    await page.getByText(/收到申请的次日起20个工作日内答复/).first().waitFor();
    await done(opened);
  },

  async "each figure opens its cases"(service) {
    await furnished(service);
    const opened = await desk(service, "zhuguan");
    const { page } = opened;
    await page.goto("/desk/figures");
    await settled(page);
    const card = page.getByRole("link", { name: /已逾期$/ }).first();
    const count = Number((await card.locator("b").textContent()).trim());
    await card.click();
    await page.waitForURL(/light=red/);
    await settled(page);
    assert.equal(await page.locator("tbody tr").count(), count);
    await page.goto("/desk/figures");
    await settled(page);
    await page.getByRole("button", { name: "白银区人民政府" }).click();
    await page.waitForURL(/organ=620402/);
    await done(opened);
  },

  async "a sealed table keeps its numbers"(service) {
    const opened = await desk(service, "zhuguan");
    const { page } = opened;
    await page.goto("/desk/annual-table?year=2020");
    await settled(page);
    await page.getByText("勾稽关系都成立").waitFor();
    await page.getByRole("button", { name: "定稿锁定" }).click();
    await sayYes(page, "定稿锁定");
    await page.getByText("✓ 记录没有变动").waitFor();
    await page.getByRole("button", { name: "予以公开，总计：71" }).click();
    await page.locator(".el-drawer").getByText("71").first().waitFor();
    await page.waitForTimeout(350);
    await checkAccessible(page, "cell");
    await page.keyboard.press("Escape");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "导出" }).click();
    await page.getByRole("menuitem", { name: "Excel 工作簿" }).click();
    assert.equal((await saved).suggestedFilename(), "年报表-620400-2020.xlsx");
    await done(opened);
  },

  async "settings are changed, and a wrong one is refused at its field"(service) {
    const opened = await desk(service, "xitong");
    const { page } = opened;
    await page.goto(`/desk/settings?organ=${ORGAN}`);
    await settled(page);
    await page.getByLabel("登记编号").fill("没有序号");
    await page.getByRole("button", { name: "保存设置" }).click();
    await page.locator(".setting .error").waitFor();
    await page.getByLabel("登记编号").fill("白区公开〔{year}〕{seq}号");
    await page.getByRole("button", { name: "保存设置" }).click();
    await page.getByText("设置已改").waitFor();
    await page.getByRole("button", { name: "增加一条" }).click();
    const dialog = page.getByRole("dialog", { name: "增加常用语" });
    await choose(dialog, page, "用在哪里", "答复书");
    await dialog.getByLabel("标题").fill("予以公开");
    await dialog.getByLabel("内容").fill("经审查，您申请公开的信息属于本机关政府信息，予以公开。");
    await dialog.getByRole("button", { name: "增加", exact: true }).click();
    await page.getByText("经审查，您申请公开的信息").waitFor();
    await done(opened);
  },

  async "a notice is previewed before it moves a date"(service) {
    await furnished(service);
    const opened = await desk(service, "xitong");
    const { page } = opened;
    await page.goto("/desk/calendar");
    await settled(page);
    await page.getByRole("button", { name: "载入放假通知" }).click();
    await page.getByRole("button", { name: /年12月9日，星期三，工作日/ }).click();
    await page.getByRole("button", { name: "预览期限的变化" }).click();
    await page.getByText("件未办结申请的期限会改变").waitFor();
    assert.ok((await page.locator(".preview li").count()) > 0);
    await checkAccessible(page, "notice");
    await done(opened);
  },

  async "a review is entered at its case, defended and concluded"(service) {
    const { numbers } = await furnished(service);
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await openCase(page, numbers.closed, ORGAN);
    await page.getByRole("button", { name: "登记一件" }).click();
    const dialog = page.getByRole("dialog", { name: "登记复议、诉讼" });
    await choose(dialog, page, "类别", "行政复议");
    await dialog.getByLabel("案号").fill("白政复〔2026〕9号");
    await dialog.getByLabel("受理（立案）日期").fill("2026年11月27日");
    await dialog.getByLabel("受理（立案）日期").press("Enter");
    await dialog.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByRole("link", { name: "行政复议" }).click();
    await page.getByRole("heading", { name: /白政复〔2026〕9号/ }).waitFor();
    await page.getByRole("button", { name: "记录审结" }).click();
    const end = page.getByRole("dialog", { name: "记录审结" });
    await choose(end, page, "各部分结果", "维持原行政行为");
    await page.keyboard.press("Escape");
    await end.getByRole("button", { name: "记录", exact: true }).click();
    await page.getByText("计入“结果维持”").waitFor();
    await checkAccessible(page, "challenge");
    await done(opened);
  },

  async "a table is handed in as a file"(service) {
    const opened = await desk(service, "zhuguan");
    const { page } = opened;
    await page.goto("/desk/handed-in");
    await settled(page);
    const answer = await page.request.get(`/api/v1/annual-tables/2020?organ=620400&scope=government`, { headers: { Accept: "text/html" } });
    const [file] = [{ name: "年报表.html", mimeType: "text/html", buffer: await answer.body() }];
    await page.getByRole("radio", { name: "政府汇总" }).check({ force: true });
    await page.getByLabel("年份").fill("2020");
    await page.getByLabel("年份").press("Enter");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText(/已报送/).waitFor();
    await page.waitForTimeout(350);
    await checkAccessible(page, "handed in");
    await done(opened);
  },

  async "a register is checked, then taken in, then saved as a workbook"(service) {
    const opened = await desk(service, "dengji");
    const { page } = opened;
    await page.goto("/desk/imports");
    await settled(page);
    const rows = ["登记编号,收到日期,申请人类型,申请人,申请内容,办理结果,办结日期", "旧〔2024〕1号,2024-03-01,自然人,甲某,申请公开某某规划,予以公开,2024-03-20"];
    const file = { name: "2024年台账.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "确认导入" }).waitFor();
    await page.waitForTimeout(350);
    await checkAccessible(page, "import");
    if (await page.getByText("有问题的行不导入").isVisible()) throw new Error(await page.locator(".el-drawer").innerText());
    await page.getByRole("button", { name: "确认导入" }).click();
    await page.locator(".el-drawer").getByText("已导入").waitFor();
    await page.goto("/desk/cases?received_to=2024-12-31&received_from=2024-01-01");
    await page.getByText("申请公开某某规划").waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "导出台账" }).click();
    assert.match((await saved).suggestedFilename(), /^申请台账-.*\.xlsx$/);
    await done(opened);
  },
};
