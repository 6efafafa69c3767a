// What an act means for the person who is about to do it: what cannot be undone is said before.
import type { Schemas } from "@/api/client";

const FINAL: Record<string, string> = {
  signature: "签发后即取得文号，拟办的内容不能再改。",
  "paper-approval": "代录后即视为已签发，拟办的内容不能再改。",
  delivery: "送达后答复即告作出；最后一项送达，这件申请就办结了。",
  "answer-on-the-spot": "当场答复后这件申请就办结了。",
  "closing-without-reply": "发出不再处理告知书后，这件申请就办结了。",
  withdrawal: "撤回的事项不再答复。",
  unreachable: "作无法联系存查后，这件申请不再办理。",
  misdirected: "作投递有误退转后，这件申请不再办理。",
  annulment: "认定从未答复后，原来的办结不再算数，期限从原收到日期起算。",
  split: "拆分后，原来的一项由新的几项代替。",
  "amendment/given-up": "认定后，这件申请可以作不再处理。",
  "payment/given-up": "认定后，这件申请可以作不再处理。",
};

/** The sentence of warning; nothing for what can be corrected later. */
export const warningOf = (address: string): string | undefined => FINAL[address];

const PHRASES: Record<string, Schemas["PhraseKind"]> = {
  "amendment-notice": "amendment_notice",
  "reasons-notice": "reasons_notice",
  delay: "delay_notice",
  "fee-notice": "fee_notice",
  consultations: "consultation",
  "extension/notice": "extension_notice",
  draft: "reply",
  "answer-on-the-spot": "reply",
  "closing-without-reply": "closing_notice",
  "telephone-notes": "telephone_note",
};

/** Which phrases fit an act. */
export const phrasesOf = (address: string): Schemas["PhraseKind"] => PHRASES[address] ?? "general";

/** What an act is for, where its name does not say it. */
const NOTES: Record<string, string> = {
  "receipt-confirmation": "系统按申请渠道得出收到日期（法定日），期限从它的次日起算。",
  registration: "给出登记编号。不写编号则按本机关的编号格式依次取号。",
  draft: "逐项写明结果、理由和依据；依据不齐可以先保存，送审、签发之前须补齐。",
  extension: "延期须经公开工作机构负责人同意，并在原期限内告知申请人，才算数。",
  "extension/notice": "须在原期限内寄出或者送出，延期才算数。",
  "amendment-notice": "须一次列明全部需要补正的事项，写明期限和逾期的后果。",
  consultations: "征求意见所需时间不计入答复期限；函件不得写明申请人。",
  delivery: "以交邮日、当面签收日或者到达电子邮箱之日为答复日。",
  rounds: "复议、判决责令重新答复，或者本机关自行纠正：新的一轮有自己的期限，原来的结果留在原处。",
  corrections: "更正的是事实，不是期限；更正后期限重新推算，原来的内容留在办理记录里。",
};

/** What an act is for. */
export const noteOf = (address: string): string | undefined => NOTES[address];

/** What an act already says by its name. */
const STARTS: Record<string, Record<string, unknown>> = {
  consult_third_party: { whom: "third_party" },
  consult_organ: { whom: "other_organ" },
};

/** What the form of an act is filled with from the start. */
export const startOfAct = (act: string): Record<string, unknown> => STARTS[act] ?? {};
