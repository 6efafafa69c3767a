// The lists of work, and what an empty one says.
import type { Schemas } from "@/api/client";

type WorkList = Schemas["WorkList"];

export const LISTS: [WorkList, string][] = [
  ["mine", "轮到我办"],
  ["overdue", "已逾期"],
  ["due_soon", "临近到期"],
  ["arrived", "已到件待确认"],
  ["ran_out", "等待期限已过"],
  ["waiting", "等待他人"],
  ["after_closing", "办结后还有事"],
  ["department", "本科室"],
  ["open", "全部在办"],
];

export const EMPTY: Record<WorkList, string> = {
  mine: "没有轮到您办的事。",
  overdue: "没有逾期的申请件。",
  due_soon: "没有临近到期的申请件。",
  arrived: "到件都已确认。",
  ran_out: "没有等待期限已过、尚未认定的申请件。",
  waiting: "没有在等待申请人、第三方或者其他机关的申请件。",
  after_closing: "办结的申请件都没有要再办的事。",
  department: "本科室没有在办的申请件。",
  open: "没有在办的申请件。",
};
