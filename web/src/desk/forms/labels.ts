// What fields are called on screen. A description of the contract is a sentence; its first words are the label, the rest
// the help. Where these do not do, the field is named here.
import type { FieldSpec } from "./schema";
import { CHANNELS, FORMS, REQUESTER_KINDS, ROLES, WAYS, WAYS_WANTED } from "@/shared/words";
import {
  CHALLENGE_ENDINGS, CHALLENGE_KINDS, CONSULTED, FACTS, FEE_METHODS, FORUMS, ORGAN_KINDS, PHRASE_KINDS, RESULT_ROWS,
} from "../words";

interface Label {
  label: string;
  help: string;
}

/** Fields whose name here goes before what the contract says. */
const FIRM = { requester_kind: 1, joint: 1, consent: 1 };

const NAMED: Record<string, string> = {
  reason: "理由",
  text: "内容",
  remark: "说明；可以不写",
  question: "征求意见的内容；不得写明申请人",
  name: "名称",
  why: "要求说明理由的缘由",
  answer_by: "最迟何时说明",
  until: "延迟到哪一天",
  basis: "收费依据",
  dispatch: "怎样送出",
  into: "拆分为；一事一项，逐项写明",
  evidence: "依据；书面声明，或者通话记录",
  identity_checked: "身份核对；怎样核对、看了什么证件",
  signer: "签发人；在纸上签字的人",
  filed_at: "存放处",
  decision: "决定书、判决书，或者本机关的决定；写明名称和文号",
  effective_on: "生效日期",
  decisions: "逐项的结果",
  fact: "更正什么",
  channel: "申请渠道",
  subject: "申请事由",
  arrived_on: "到件日期",
  passed_on: "转到公开工作机构的日期",
  on: "日期",
  item: "申请事项",
  items: "申请事项；不选为全部",
  letter: "哪一份文书",
  consultation: "哪一次征求意见",
  content: "内容",
  way: "送达方式",
  incoming: "来电还是去电",
  with: "与谁通话；不写号码",
  agrees: "是否同意公开",
  found: "是否找到",
  kind: "类别",
  PhraseKind: "用在哪里",
  requester: "申请人",
  requester_kind: "申请人类型",
  joint: "共同申请的其他人；第一申请人决定年报表的列",
  consent: "申请人同意个人信息告知",
  valid_from: "生效日期",
  wanted_form: "提供方式",
  wanted_way: "获取途径",
};

/** Texts of one line, though the contract lets them be long. */
const LINES = new Set([
  "taken_by", "postal_number", "document_number", "filed_at", "approver", "signer", "receipt_number", "searched_by",
  "keywords", "article", "with", "origin", "name",
]);

/** Whether a text takes one line. */
export const isLine = (spec: FieldSpec): boolean => spec.kind === "line" || (spec.kind === "prose" && LINES.has(spec.name));

/** Fields that are not asked: the service knows better. */
export const UNASKED = new Set(["steps", "drafter", "before", "handler", "wd"]);

/** Choices with names, by the field that they are for. */
const CHOICES: Record<string, Record<string, string>> = {
  way: WAYS,
  planned_way: WAYS,
  channel: CHANNELS,
  requester_kind: REQUESTER_KINDS,
  RequesterKind: REQUESTER_KINDS,
  Role: ROLES,
  wanted_form: FORMS,
  wanted_way: WAYS_WANTED,
  subject: { request: "申请公开政府信息", correction: "更正本人的政府信息（第四十一条）" },
  forum: FORUMS,
  method: FEE_METHODS,
  whom: CONSULTED,
  ChallengeKind: CHALLENGE_KINDS,
  ChallengeEnding: CHALLENGE_ENDINGS,
  OrganKind: ORGAN_KINDS,
  PhraseKind: PHRASE_KINDS,
  ResultRow: RESULT_ROWS,
};

const YES_NO: Record<string, [string, string]> = {
  agrees: ["同意公开", "不同意公开"],
  found: ["找到", "没有找到"],
  incoming: ["来电", "去电"],
};

/** The label and the help of a field. */
export function labelOf(spec: FieldSpec): Label {
  const isBare = spec.text === "" || spec.name in FIRM || ["Text", "Day", "Way"].includes(spec.schema ?? "") || spec.kind === "group";
  const named = NAMED[spec.schema ?? ""] ?? NAMED[spec.name];
  const text = named !== undefined && (isBare || spec.text.length > 16) ? named : spec.text || named;
  const [label = "", ...rest] = (text ?? spec.name).split(/[；：]/);
  const hint = rest.join("；");
  return { label: label.replace(/（.*）$/, "") || label, help: hint || (/（(.*)）$/.exec(label)?.[1] ?? "") };
}

/** The choices of a field with their names. */
export function choicesOf(spec: FieldSpec): [string, string][] {
  const names = CHOICES[spec.schema ?? ""] ?? CHOICES[spec.name] ?? {};
  return (spec.choices ?? []).map((value) => [value, names[value] ?? value]);
}

/** How yes and no are worded. */
export const yesNoOf = (spec: FieldSpec): [string, string] => YES_NO[spec.name] ?? ["是", "否"];

/** The name of a fact that can be corrected. */
export const factName = (name: string): string => (FACTS as Record<string, string>)[name] ?? name;
