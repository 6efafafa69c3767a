// How a message fared, in words.
import type { Schemas } from "@/api/client";

export const STATES: Record<Schemas["JobState"], string> = {
  waiting: "待发",
  sent: "已发",
  skipped: "没有发",
  failed: "失败，待处理",
  dismissed: "已作罢",
};

export const FAULTS: Record<NonNullable<Schemas["Job"]["fault"]>, string> = {
  away: "连不上或者中断",
  timeout: "超时",
  tls: "加密连接不成",
  refused: "对方拒绝",
  bad_address: "地址不能用",
  internal: "系统出错",
  no_contact: "没有可用的邮箱、电话",
  no_carrier: "没有设置邮件服务器或者网关",
  no_longer_due: "已经不必发",
};
