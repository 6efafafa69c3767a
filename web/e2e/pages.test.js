// Every page of every role, wide and on a telephone: what the menu shows, accessible, nothing said in the console,
// nothing wider than the screen.
import assert from "node:assert/strict";
import { furnished } from "./acts.test.js";
import { checkAccessible } from "./browser.js";
import { desk, quiet, settled } from "./desk.js";
import { ORGAN } from "./office.js";

const SEEING = ["我的工作", "申请件", "复议诉讼", "办理情况", "年报表", "报送的表格"];
const SHARED = ["机关", "放假安排"];
export const MENUS = {
  dengji: [...SEEING.slice(0, 2), "收件", "导入台账", ...SEEING.slice(2), "人员与角色", "机关", "机关设置", "放假安排"],
  chengban: [...SEEING, "机关", "机关设置", "放假安排"],
  shenhe: [...SEEING, "机关", "机关设置", "放假安排"],
  qianfa: [...SEEING, "机关", "机关设置", "放假安排"],
  zhuguan: [...SEEING, ...SHARED],
  xitong: ["人员与角色", "机关", "机关设置", "放假安排"],
  anquan: ["人员与角色", "系统账号", ...SHARED],
  shenji: ["人员与角色", ...SHARED, "审计记录"],
};

const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

async function isWithinScreen(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${where} is ${over} px too wide`);
}

async function visit(opened, addresses) {
  for (const address of addresses) {
    await opened.page.goto(address);
    await settled(opened.page);
    await opened.page.getByRole("heading", { level: 1 }).first().waitFor();
    await checkAccessible(opened.page, address);
    await isWithinScreen(opened.page, address);
  }
}

/** The pages that are not in the menu, and those whose address says what is shown. */
export const deeper = ({ numbers }) => ({
  dengji: [...Object.values(numbers).map((number) => `/desk/cases/${number}?organ=${ORGAN}`), "/desk/account", "/desk/cases?open=true&light=red", "/desk/cases?q=没有这样的内容", "/desk/nowhere"],
  zhuguan: ["/desk/annual-table?year=2020", "/desk/annual-table?year=2020&format=2021", "/desk/figures?from=2020-01-01"],
  xitong: ["/desk/people/dengji", `/desk/organs/${ORGAN}`, `/desk/settings?organ=${ORGAN}`, "/desk/calendar?year=2027", "/desk/password", "/desk/second-factor"],
  anquan: ["/desk/people/dengji"],
  shenji: ["/desk/audit-log?kind=signed_in"],
});

async function eachPage(service, width) {
  const scene = await furnished(service);
  for (const who of Object.keys(MENUS)) {
    const opened = await desk(service, who, { viewport: WIDTHS[width] });
    await settled(opened.page);
    const links = opened.page.getByRole("navigation", { name: "主菜单", includeHidden: true }).getByRole("link", { includeHidden: true });
    const texts = await links.evaluateAll((all) => all.map((link) => link.firstChild.textContent.trim()));
    assert.deepEqual(texts, MENUS[who], `menu of ${who}`);
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    await visit(opened, [...addresses, ...(deeper(scene)[who] ?? [])]);
    quiet(opened);
    await opened.close();
  }
}

export const tests = {
  "each role's pages": (service) => eachPage(service, "wide"),
  "each role's pages on a telephone": (service) => eachPage(service, "narrow"),
};
