// The columns that a list of cases can show, and which a person chose to see.
import { ref, type Ref, watch } from "vue";

export const COLUMNS = {
  number: "申请编号",
  registration_number: "登记编号",
  requester: "申请人",
  content: "申请内容",
  channel: "申请渠道",
  organ: "机关",
  stage: "办理阶段",
  received_on: "收到日期",
  due_on: "最迟答复",
  waiting: "等待",
  handler: "承办",
  result: "办理结果",
  document_number: "文号",
  closed_on: "办结日期",
} as const;

export type Column = keyof typeof COLUMNS;

const KEPT = "gongkai.columns";
const USUAL: Column[] = ["number", "requester", "content", "stage", "received_on", "due_on", "handler", "result"];

/** The chosen columns in their order, kept in this browser. */
export function useColumns(): Ref<Column[]> {
  const kept = localStorage.getItem(KEPT);
  const columns = ref<Column[]>(kept === null ? USUAL : (JSON.parse(kept) as Column[]));
  watch(columns, (now) => localStorage.setItem(KEPT, JSON.stringify(now)));
  return columns;
}
