// The filters of the list of cases: they live in the address, so that a list can be kept, sent and gone back to.
import type { LocationQuery } from "vue-router";
import type { paths } from "@/api/schema";
import { LIGHTS, REQUESTER_KINDS } from "@/shared/words";
import { AWAITED, RESULT_ROWS, STAGES } from "../words";

export type Filters = NonNullable<paths["/cases"]["get"]["parameters"]["query"]>;

const PLAIN = [
  "q", "number", "organ", "stage", "light", "waiting_for", "in_time", "closed_from", "closed_to",
  "received_from", "received_to", "result_row", "requester_kind", "subject", "order",
] as const;
const YES_NO = ["open", "waiting", "ran_out", "below"] as const;

/** The filters that an address holds. */
export function filtersOf(query: LocationQuery): Filters {
  const found: Record<string, string | boolean> = {};
  for (const name of PLAIN) if (typeof query[name] === "string" && query[name]) found[name] = query[name];
  for (const name of YES_NO) if (query[name] === "true" || query[name] === "false") found[name] = query[name] === "true";
  return found as Filters;
}

/** The address of filters; what is not set is left out. */
export function queryOf(filters: Filters): Record<string, string> {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

/** What can be chosen of, as the service names it. */
export const CHOICES = {
  stage: STAGES,
  light: LIGHTS,
  waiting_for: AWAITED,
  in_time: { yes: "按期", no: "逾期", unknown: "无从判断" },
  result_row: RESULT_ROWS,
  requester_kind: REQUESTER_KINDS,
  subject: { request: "申请公开", correction: "更正申请" },
} as const;

export const FILTER_LABELS: Record<string, string> = {
  q: "查找", number: "编号", organ: "机关", stage: "办理阶段", light: "期限灯", waiting_for: "等待什么",
  in_time: "是否按期", closed_from: "办结不早于", closed_to: "办结不晚于", received_from: "收到不早于",
  received_to: "收到不晚于", result_row: "办理结果", requester_kind: "申请人类型", subject: "申请事由",
  order: "排列", open: "是否在办", waiting: "正在等待", ran_out: "等待期限已过", below: "连同下级",
};
