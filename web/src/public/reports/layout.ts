// The official layout of parts three and four of the yearly report (国办公开办函〔2019〕60号、〔2021〕30号).

export interface Line {
  /** The row in the table of the service. */
  id: string;
  text: string;
}

export interface Group {
  text: string;
  lines: Line[];
}

const line = (id: string, text: string): Line => ({ id, text });
const alone = (id: string, text: string): Group => ({ text, lines: [line(id, "")] });

const REFUSED: Group = {
  text: "（三）\n不予公开",
  lines: [
    line("refused_state_secret", "1.属于国家秘密"),
    line("refused_forbidden_by_law", "2.其他法律行政法规禁止公开"),
    line("refused_three_securities_one_stability", "3.危及“三安全一稳定”"),
    line("refused_third_party_rights", "4.保护第三方合法权益"),
    line("refused_internal_affairs", "5.属于三类内部事务信息"),
    line("refused_process_information", "6.属于四类过程性信息"),
    line("refused_enforcement_case_file", "7.属于行政执法案卷"),
    line("refused_administrative_query", "8.属于行政查询事项"),
  ],
};

const UNABLE: Group = {
  text: "（四）\n无法提供",
  lines: [
    line("unable_not_held", "1.本机关不掌握相关政府信息"),
    line("unable_needs_creation", "2.没有现成信息需要另行制作"),
    line("unable_still_unclear_after_amendment", "3.补正后申请内容仍不明确"),
  ],
};

const NOT_PROCESSED: Group = {
  text: "（五）\n不予处理",
  lines: [
    line("not_processed_petition_complaint", "1.信访举报投诉类申请"),
    line("not_processed_repeated", "2.重复申请"),
    line("not_processed_publication", "3.要求提供公开出版物"),
    line("not_processed_excessive", "4.无正当理由大量反复申请"),
    line("not_processed_confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息"),
  ],
};

const OTHER: Record<"2019" | "2021", Group> = {
  "2019": alone("other_processing", "（六）其他处理"),
  "2021": {
    text: "（六）\n其他处理",
    lines: [
      line("other_not_amended", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
      line("other_fee_not_paid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
      line("other_other", "3.其他"),
    ],
  },
};

export const RECEIVED = line("received_new", "一、本年新收政府信息公开申请数量");
export const CARRIED_OVER = line("carried_over_from_last_year", "二、上年结转政府信息公开申请数量");
export const RESULTS = "三、\n本年度\n办理结果";
export const CARRIED_FORWARD = line("carried_forward_to_next_year", "四、结转下年度继续办理");
export const CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/** The groups of results, as the format of the year has them. */
export const resultGroups = (format: "2019" | "2021"): Group[] => [
  alone("granted", "（一）予以公开"),
  alone("granted_in_part", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
  REFUSED,
  UNABLE,
  NOT_PROCESSED,
  OTHER[format],
  alone("results_total", "（七）总计"),
];

export const ORGANIZATIONS = ["商业\n企业", "科研\n机构", "社会公\n益组织", "法律服\n务机构", "其他"];

export const BLOCKS = ["review", "litigation_direct", "litigation_after_review"];
export const BLOCK_COLUMNS = ["upheld", "corrected", "other_result", "pending", "total"];
export const BLOCK_HEADS = ["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"];
