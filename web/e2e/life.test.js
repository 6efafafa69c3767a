// The whole life of a case at the desk, each step by the one whose turn it is, until it stands in the year table.
import assert from "node:assert/strict";
import { choose, desk, doAct, openCase, quiet, settled } from "./desk.js";
import { ORGAN, person } from "./office.js";

async function takeIn(service) {
  const opened = await desk(service, "dengji");
  const { page } = opened;
  await page.keyboard.press("n");
  await page.getByRole("heading", { name: "收件" }).waitFor();
  await page.getByText("挂号信（EMS）").click();
  await choose(page, page, "申请人类型", "自然人");
  await page.getByLabel("姓名或者名称").fill("周文静");
  await page.getByLabel("证件号码").fill("11010519491231002X");
  await page.getByLabel("联系电话").fill("13909431234");
  await page.getByLabel("申请事项 1").fill("2026年区级部门预算绩效评价报告");
  await page.getByText("收到日期（法定日）为").waitFor();
  await page.getByRole("button", { name: "收件", exact: true }).click();
  const heading = page.locator("h2.number");
  await heading.waitFor();
  const number = (await heading.textContent()).trim();
  assert.match(number, /^620402-\d{4}-\d{6}$/);

  await page.getByRole("link", { name: "打开，确认收到并登记" }).click();
  await settled(page);
  await doAct(page, "确认收到", (form) => form.getByLabel("怎样确认、与谁确认").fill("EMS 签收回单"));
  await doAct(page, "登记", (form) => form.getByLabel("身份核对的情况").fill("核对身份证"));
  await doAct(page, "交办", (form) => choose(form, page, "科室", "财政股"));
  quiet(opened);
  await opened.close();
  return number;
}

async function handle(service, number) {
  const opened = await desk(service, "chengban");
  const { page } = opened;
  await openCase(page, number, ORGAN);
  await doAct(page, "签收");
  await doAct(page, "记录检索", async (form) => {
    await form.getByLabel("检索范围").fill("预算股档案");
    await form.getByLabel("关键词").fill("绩效评价");
    await form.getByLabel("检索人").fill("程承办");
    await form.getByText("找到", { exact: true }).click();
    await form.getByLabel("结果").fill("找到报告一份");
  });
  await doAct(page, "拟办", async (form) => {
    await choose(form, page, "结果", "予以公开");
    await form.getByLabel("理由").fill("属于本机关制作的政府信息");
    await form.getByLabel("所提供的内容").fill("报告复印件一份");
    await form.getByLabel("提供的形式").fill("纸质");
  });
  await doAct(page, "送审");
  quiet(opened);
  await opened.close();
}

async function decide(service, number) {
  const reviewer = await desk(service, "shenhe");
  await openCase(reviewer.page, number, ORGAN);
  await doAct(reviewer.page, "审核通过", (form) => form.getByLabel("意见").fill("同意"));
  quiet(reviewer);
  await reviewer.close();
  const signer = await desk(service, "qianfa");
  await openCase(signer.page, number, ORGAN);
  await doAct(signer.page, "签发");
  quiet(signer);
  await signer.close();
}

async function deliverAndCount(service, number) {
  const opened = await desk(service, "dengji");
  const { page } = opened;
  await openCase(page, number, ORGAN);
  await doAct(page, "送达最后一项答复", async (form) => {
    await choose(form, page, "送达方式", "邮政寄送（EMS、挂号信）");
    await form.getByLabel("邮件号").fill("XA12345678946");
  });
  await page.getByText("已办结").first().waitFor();
  const year = new Date().getFullYear();
  await page.goto(`/desk/annual-table?year=${year}&organ=${ORGAN}&scope=organ`);
  await settled(page);
  await page.getByRole("button", { name: /^予以公开，自然人：/ }).click();
  await page.locator(".el-drawer").getByRole("link", { name: number }).click();
  await page.getByRole("heading", { name: number }).waitFor();
  quiet(opened);
  await opened.close();
}

export const tests = {
  async "a case from the letter to the number in the table"(service) {
    const system = await person(service.address, service.password, "xitong");
    await system.call("POST", `/organs/${ORGAN}/departments`, { name: "财政股" });
    const number = await takeIn(service);
    await handle(service, number);
    await decide(service, number);
    await deliverAndCount(service, number);
  },
};
