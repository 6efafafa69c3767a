// What the office does behind the public pages, by its own doors: notices, replies, guides, published tables.
import assert from "node:assert/strict";

const GUIDE = {
  telephone: "0943-8223456",
  address: "甘肃省白银市白银区公园路1号",
  postcode: "730900",
  email: "gongkai@example.cn",
  office_hours: "周一至周五 8:30-12:00，14:30-18:00",
  text: "区政府办公室是本机关的政府信息公开工作机构。\n当面提交：白银区政务服务大厅3号窗口。",
};

/** Somebody of the office; `does` sends an act on a case as it stands. */
export async function signedIn({ address, password }, loginName) {
  const send = async (method, path, body, headers = {}) => {
    const isJson = !(body instanceof Uint8Array);
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { ...(body && { "Content-Type": isJson ? "application/json" : "application/pdf" }), ...headers },
      body: body && (isJson ? JSON.stringify(body) : body),
    });
    const told = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${told}`);
    return { body: told ? JSON.parse(told) : undefined, etag: answer.headers.get("ETag") };
  };
  const { body } = await send("POST", "/session", { login_name: loginName, password });
  const own = { Authorization: `Bearer ${body.access_token}` };
  const does = async (number, act, told) => {
    const { etag } = await send("GET", `/cases/${number}`, undefined, own);
    return send("POST", `/cases/${number}/${act}`, told, { ...own, "If-Match": etag });
  };
  return { send: (method, path, told, headers) => send(method, path, told, { ...own, ...headers }), does };
}

/** Asks the requester to amend. */
export async function askToAmend(service, number) {
  const registrar = await signedIn(service, "dengji");
  await registrar.does(number, "registration", {});
  const missing = ["写明是哪一年的资金安排", "写明小区的名称"];
  await registrar.does(number, "amendment-notice", { missing, dispatch: { way: "electronic" } });
}

async function departmentOf(service, organ) {
  const system = await signedIn(service, "xitong");
  const { body } = await system.send("GET", `/organs/${organ}/departments`);
  const known = (body.items ?? body).find(({ name }) => name === "公开科");
  return known ?? (await system.send("POST", `/organs/${organ}/departments`, { name: "公开科" })).body;
}

/** The whole way through the office to a reply that is sent, with the paper to download. */
export async function reply(service, number) {
  const { id } = await departmentOf(service, number.split("-")[0]);
  const decision = { item: 1, outcome: "provided", reason: "见附件", evidence: { what_was_given: "预算表", form_given: "纸质" } };
  const paper = new TextEncoder().encode("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  const people = {};
  for (const name of ["dengji", "chengban", "shenhe", "qianfa"]) people[name] = await signedIn(service, name);
  await people.dengji.does(number, "registration", {});
  await people.dengji.does(number, "assignment", { department: id });
  await people.chengban.does(number, "signing-for", {});
  await people.chengban.does(number, "draft", { decisions: [decision] });
  await people.chengban.does(number, "submission", {});
  await people.shenhe.does(number, "reviews", { opinion: "同意" });
  await people.qianfa.does(number, "signature", {});
  await people.dengji.send("POST", `/cases/${number}/attachments?${new URLSearchParams({ name: "答复书.pdf", kind: "reply" })}`, paper);
  await people.dengji.does(number, "delivery", { dispatch: { way: "electronic" } });
}

/** The guides of the two organs, and the table of the demo's year, published. */
export async function openToThePublic(service) {
  const system = await signedIn(service, "xitong");
  for (const [organ, guide] of [["620402", GUIDE], ["620400", { ...GUIDE, telephone: "0943-8221234", text: null }]]) {
    const { etag } = await system.send("GET", `/organs/${organ}/settings`);
    await system.send("PUT", `/organs/${organ}/settings`, { guide }, { "If-Match": etag });
  }
  const supervisor = await signedIn(service, "zhuguan");
  const which = { organ: "620400", scope: "government" };
  await supervisor.send("POST", "/annual-tables/2020/seal", which, { "Idempotency-Key": `seal-${Date.now()}` });
  await supervisor.send("POST", "/annual-tables/2020/publication", which);
}
