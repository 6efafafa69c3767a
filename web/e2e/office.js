// People of the demo office at work through the API, so that a test finds cases at every stage.
import assert from "node:assert/strict";

export const ORGAN = "620402";
const CITY = "620400";

/** A person signed in by token. */
export async function person(address, password, loginName) {
  const api = `${address}/api/v1`;
  const answer = await fetch(`${api}/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ login_name: loginName, password }),
  });
  assert.equal(answer.status, 200, `${loginName} signs in`);
  const { access_token: token } = await answer.json();

  async function call(method, path, body, headers = {}) {
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }), ...headers },
      body: body instanceof Uint8Array ? body : body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return { data: text ? JSON.parse(text) : undefined, etag: response.headers.get("ETag") };
  }

  /** Does an act on a case at its present version. */
  async function act(number, address_, body = {}, on = undefined) {
    const { etag } = await call("GET", `/cases/${number}?organ=${ORGAN}`);
    const query = on ? `&on=${on}` : "";
    return call("POST", `/cases/${number}/${address_}?organ=${ORGAN}${query}`, body, { "If-Match": etag });
  }
  return { call, act };
}

/** The day so many calendar days ago, in Beijing. */
export function ago(days) {
  const day = new Date(Date.now() - days * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(day);
}

const SUBJECTS = [
  "2025年度部门决算中“三公”经费支出明细",
  "人民路北延道路工程建设用地规划许可证及其附图",
  "四龙镇民勤村集体土地征收补偿安置方案及批复文件",
  "2026年城镇老旧小区改造项目清单、资金来源和中标单位",
  "公共停车场收费标准的批准文件和成本监审报告",
  "区属国有企业2024年至2025年负责人薪酬情况",
  "某某化工厂环境影响评价批复文件及验收监测报告",
  "义务教育学校划片方案的听证笔录",
];

const NAMES = ["王建国", "李秀英", "白银鑫盛商贸有限责任公司", "赵海燕", "甘肃正言律师事务所", "陈志强", "马秀兰", "欧阳若兰"];

/** What a counter hands over. */
export function intake(index, arrivedOn, channel = "registered_post") {
  const isFirm = index % NAMES.length === 2;
  const isLawyer = index % NAMES.length === 4;
  return {
    organ: ORGAN,
    on: arrivedOn,
    request: {
      channel,
      requester_kind: isFirm ? "commercial_enterprise" : isLawyer ? "legal_service_institution" : "natural_person",
      items: [SUBJECTS[index % SUBJECTS.length], ...(index % 4 === 3 ? ["上述项目的监理合同和竣工验收报告"] : [])],
      wanted_form: "paper",
      wanted_way: "post",
      postal_number: channel === "registered_post" ? `XA${12345678900 + index}` : null,
    },
    requester: {
      name: NAMES[index % NAMES.length],
      phone: `1390943${String(1000 + index)}`,
      address: "甘肃省白银市白银区人民路街道某某小区3号楼2单元501室",
    },
  };
}

/** All items given. */
const decisions = (count) =>
  Array.from({ length: count }, (_, index) => ({
    item: index + 1,
    outcome: "provided",
    reason: "属于本机关制作并保存的政府信息，予以公开。",
    evidence: { what_was_given: "文件复印件一份", form_given: "纸质" },
  }));

/** Cases from just arrived to closed, some late; returns their numbers by what they show. */
export async function furnish(address, password) {
  const [registrar, handler, reviewer, signer, system] = await Promise.all(
    ["dengji", "chengban", "shenhe", "qianfa", "xitong"].map((name) => person(address, password, name)),
  );
  const { data: department } = await system.call("POST", `/organs/${ORGAN}/departments`, { name: "自然资源股" });
  const numbers = {};

  async function upTo(name, index, days, steps) {
    const arrived = ago(days);
    const body = intake(index, arrived, steps === 0 ? "ordinary_post" : undefined);
    const { data } = await registrar.call("POST", "/cases", body);
    const number = data.number;
    numbers[name] = number;
    const way = [
      () => registrar.act(number, "receipt-confirmation", { evidence: "EMS 签收回单" }, arrived),
      () => registrar.act(number, "registration", { identity_checked: "核对身份证复印件" }, arrived),
      () => registrar.act(number, "assignment", { department: department.id }, arrived),
      () => handler.act(number, "signing-for", {}, arrived),
      () => handler.act(number, "searches", { places: "档案室、业务系统", keywords: "规划许可、征收", searched_by: "程承办", found: true, result: "找到原件一份" }),
      () => handler.act(number, "draft", { decisions: decisions(body.request.items.length), planned_way: "post" }),
      () => handler.act(number, "submission", {}),
      () => reviewer.act(number, "reviews", { opinion: "同意" }),
      () => signer.act(number, "signature", { opinion: "同意" }),
      () => registrar.act(number, "delivery", { dispatch: { way: "post", postal_number: `XA${22345678900 + index}` } }),
    ];
    for (const step of way.slice(0, steps)) await step();
    return number;
  }

  await upTo("arrived", 0, 1, 0);
  await upTo("confirmed", 1, 3, 1);
  await upTo("registered", 2, 6, 2);
  await upTo("assigned", 3, 10, 3);
  await upTo("overdue", 4, 45, 4);
  await upTo("soon", 5, 26, 5);
  await upTo("drafted", 6, 12, 6);
  await upTo("inReview", 7, 14, 7);
  await upTo("signed", 1, 16, 9);
  await upTo("closed", 0, 20, 10);
  const waiting = await upTo("waiting", 6, 13, 2);
  await registrar.act(waiting, "amendment-notice", { missing: ["所需信息的名称、文号或者其他特征描述"], dispatch: { way: "post", postal_number: "XA99999999901" } }, ago(9));
  const consulted = await upTo("consulted", 7, 24, 5);
  await handler.act(consulted, "consultations", { whom: "third_party", name: "白银某某化工有限公司", question: "所附监测报告是否涉及商业秘密，公开是否损害你单位合法权益", dispatch: { way: "post", postal_number: "XA99999999902" } }, ago(20));
  const extended = await upTo("extended", 3, 27, 5);
  await handler.act(extended, "extension", { working_days: 20, reason: "需要核对的材料较多" }, ago(8));
  await signer.act(extended, "extension/approval", { approver: "钱签发" }, ago(8));
  await registrar.act(extended, "extension/notice", { dispatch: { way: "post", postal_number: "XA99999999903" } }, ago(7));
  return { numbers, people: { registrar, handler, reviewer, signer, system }, department, city: CITY };
}
