// The Chinese names of what the contract says in codes: one word per thing on every screen.
import type { Schemas } from "@/api/client";

/** Roles, as offices call them. */
export const ROLES: Record<Schemas["Role"], string> = {
  registrar: "登记员",
  handler: "承办人",
  reviewer: "审核人",
  signer: "签发人",
  supervisor: "主管部门",
  system_administrator: "系统管理员",
  security_administrator: "安全管理员",
  audit_administrator: "审计管理员",
};

/** By which way a request came. */
export const CHANNELS: Record<Schemas["Arrive"]["channel"], string> = {
  counter: "当面提交",
  registered_post: "挂号信（EMS）",
  ordinary_post: "平常信函",
  internet: "互联网",
  email: "电子邮件",
  fax: "传真",
};

/** Kinds of requester: the columns of the year table. */
export const REQUESTER_KINDS: Record<Schemas["RequesterKind"], string> = {
  natural_person: "自然人",
  commercial_enterprise: "商业企业",
  research_institution: "科研机构",
  public_welfare_organization: "社会公益组织",
  legal_service_institution: "法律服务机构",
  other_organization: "其他",
};

/** In which form information is wanted. */
export const FORMS = { paper: "纸质", email: "电子邮件", copied_data: "光盘等电子介质", other: "其他" } as const;

/** By which way information is wanted. */
export const WAYS_WANTED = { post: "邮寄", email: "电子邮件", collect: "当面领取", download: "网上下载" } as const;

/** By which way a letter went. */
export const WAYS: Record<Schemas["Way"], string> = {
  direct: "直接送达",
  post: "邮政寄送（EMS、挂号信）",
  courier: "其他快递",
  electronic: "电子送达",
};

/** The lights of a deadline. */
export const LIGHTS: Record<Schemas["Light"], string> = {
  green: "充裕",
  yellow: "临近",
  orange: "紧迫",
  red: "已逾期",
  late: "逾期办结",
};
