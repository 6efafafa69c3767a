// The Chinese names of codes that only the office meets.
import type { Schemas } from "@/api/client";

export const STAGES = {
  arrived: "已到件待确认",
  received: "已收件",
  registered: "已登记",
  in_process: "承办中",
  drafted: "已拟办",
  in_review: "审核中",
  signed: "已签发",
  closed: "已办结",
  archived: "已归档",
  unreachable: "无法联系，存查",
  misdirected: "投递有误，已退／转",
} as const;

export const AWAITED: Record<Schemas["Awaited"], string> = {
  amendment: "等待申请人补正",
  fee: "等待申请人缴费",
  reasons: "等待申请人说明理由",
  third_party: "征求第三方意见",
  other_organ: "征求其他机关意见",
};

/** The rows of the year table in few words; the table itself has the official ones. */
export const RESULT_ROWS: Record<Schemas["ResultRow"], string> = {
  granted: "予以公开",
  granted_in_part: "部分公开",
  refused_state_secret: "属于国家秘密",
  refused_forbidden_by_law: "其他法律行政法规禁止公开",
  refused_three_securities_one_stability: "危及“三安全一稳定”",
  refused_third_party_rights: "保护第三方合法权益",
  refused_internal_affairs: "属于三类内部事务信息",
  refused_process_information: "属于四类过程性信息",
  refused_enforcement_case_file: "属于行政执法案卷",
  refused_administrative_query: "属于行政查询事项",
  unable_not_held: "本机关不掌握相关政府信息",
  unable_needs_creation: "没有现成信息需要另行制作",
  unable_still_unclear_after_amendment: "补正后申请内容仍不明确",
  not_processed_petition_complaint: "信访举报投诉类申请",
  not_processed_repeated: "重复申请",
  not_processed_publication: "要求提供公开出版物",
  not_processed_excessive: "无正当理由大量反复申请",
  not_processed_confirm_or_reissue: "要求确认或重新出具已获取信息",
  other_processing: "其他处理",
  other_not_amended: "逾期不补正，不再处理",
  other_fee_not_paid: "逾期不缴费，不再处理",
  other_other: "其他处理－其他",
};

export const CHALLENGE_KINDS: Record<Schemas["ChallengeKind"], string> = {
  review: "行政复议",
  litigation_direct: "未经复议直接起诉",
  litigation_after_review: "复议后起诉",
};

export const CHALLENGE_RESULTS: Record<Schemas["ChallengeResult"], string> = {
  upheld: "结果维持",
  corrected: "结果纠正",
  other_result: "其他结果",
};

export const CHALLENGE_ENDINGS: Record<Schemas["ChallengeEnding"], string> = {
  maintained: "维持原行政行为",
  review_request_rejected: "驳回复议请求",
  claim_rejected: "驳回诉讼请求",
  changed: "变更",
  quashed: "撤销",
  found_unlawful: "确认违法",
  found_void: "确认无效",
  performance_ordered: "责令履行",
  performance_judgment: "履行判决",
  payment_judgment: "给付判决",
  review_not_accepted: "复议不予受理",
  review_application_dismissed: "驳回复议申请",
  terminated: "终止",
  taken_back: "撤回复议申请",
  mediated: "调解",
  settled: "和解",
  suit_not_filed: "不予立案",
  suit_dismissed: "驳回起诉",
  suit_withdrawn: "撤诉",
};

export const ORGAN_KINDS: Record<Schemas["OrganKind"], string> = {
  government: "人民政府",
  office: "政府办公厅（室）",
  department: "政府部门",
  town: "乡镇",
  subdistrict: "街道办事处",
  zone: "开发区管理机构",
  agency: "派出机构",
  authorised: "法律法规授权的组织",
  party: "党的工作机关",
  vertical: "垂直管理机关",
};

export const PHRASE_KINDS: Record<Schemas["PhraseKind"], string> = {
  general: "不限",
  telephone_note: "电话记录",
  amendment_notice: "补正告知书",
  reasons_notice: "说明理由告知书",
  delay_notice: "延迟答复告知书",
  fee_notice: "收费通知书",
  consultation: "征求意见函",
  extension_notice: "延期答复告知书",
  reply: "答复书",
  closing_notice: "不再处理告知书",
};

export const SCOPES_OF_TABLE = { organ: "本机关", government: "政府汇总" } as const;

export const FORUMS = { review: "行政复议机关", lawsuit: "人民法院", organ: "本机关自行纠正" } as const;

export const FEE_METHODS = { by_request: "按件计收", by_page: "按量计收" } as const;

export const CONSULTED = { third_party: "第三方", other_organ: "其他机关" } as const;

/** What a fact to be corrected is called. */
export const FACTS = {
  arrival: "到件",
  registration_number: "登记编号",
  contact: "代表人",
  requester_kind: "申请人类型",
  item: "申请事项的内容",
  letter: "文书的送达",
  amendment_taken: "收到补正的日期",
  payment_taken: "缴费的日期",
} as const;
