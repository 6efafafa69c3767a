// What the office does behind the public pages, by its own doors: notices, replies, guides, published tables.
import { ORGAN, person } from "./office.js";

const GUIDE = {
  telephone: "0943-8223456",
  address: "甘肃省白银市白银区公园路1号",
  postcode: "730900",
  email: "gongkai@example.cn",
  office_hours: "周一至周五 8:30-12:00，14:30-18:00",
  text: "区政府办公室是本机关的政府信息公开工作机构。\n当面提交：白银区政务服务大厅3号窗口。",
};

const signedIn = ({ address, password }, loginName) => person(address, password, loginName);

/** Asks the requester to amend. */
export async function askToAmend(service, number) {
  const registrar = await signedIn(service, "dengji");
  await registrar.act(number, "registration", {});
  const missing = ["写明是哪一年的资金安排", "写明小区的名称"];
  await registrar.act(number, "amendment-notice", { missing, dispatch: { way: "electronic" } });
}

/** A department of the organ, made where there is none. */
async function department(service) {
  const system = await signedIn(service, "xitong");
  const { data: known } = await system.call("GET", `/organs/${ORGAN}/departments`);
  return known[0] ?? (await system.call("POST", `/organs/${ORGAN}/departments`, { name: "公开科" })).data;
}

/** The whole way through the office to a reply that is sent, with the paper to download. */
export async function reply(service, number) {
  const { id } = await department(service);
  const decision = { item: 1, outcome: "provided", reason: "见附件", evidence: { what_was_given: "预算表", form_given: "纸质" } };
  const paper = new TextEncoder().encode("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  const people = {};
  for (const name of ["dengji", "chengban", "shenhe", "qianfa"]) people[name] = await signedIn(service, name);
  await people.dengji.act(number, "registration", {});
  await people.dengji.act(number, "assignment", { department: id });
  await people.chengban.act(number, "signing-for", {});
  await people.chengban.act(number, "draft", { decisions: [decision] });
  await people.chengban.act(number, "submission", {});
  await people.shenhe.act(number, "reviews", { opinion: "同意" });
  await people.qianfa.act(number, "signature", {});
  await people.dengji.call("POST", `/cases/${number}/attachments?${new URLSearchParams({ name: "答复书.pdf", kind: "reply" })}`, paper, { "Content-Type": "application/pdf" });
  await people.dengji.act(number, "delivery", { dispatch: { way: "electronic" } });
}

/** The guides of the two organs, and the table of the demo's year, published. */
export async function openToThePublic(service) {
  const system = await signedIn(service, "xitong");
  for (const [organ, guide] of [[ORGAN, GUIDE], ["620400", { ...GUIDE, telephone: "0943-8221234", text: null }]]) {
    const { etag } = await system.call("GET", `/organs/${organ}/settings`);
    await system.call("PUT", `/organs/${organ}/settings`, { guide }, { "If-Match": etag });
  }
  const published = await fetch(`${service.address}/api/v1/public/reports`).then((answer) => answer.json());
  if (published.items.length > 0) return;
  const supervisor = await signedIn(service, "zhuguan");
  const which = { organ: "620400", scope: "government" };
  await supervisor.call("POST", "/annual-tables/2020/seal", which, { "Idempotency-Key": `seal-${Date.now()}` });
  await supervisor.call("POST", "/annual-tables/2020/publication", which);
}
