//! The words for what stands in a log.

use crate::domain::life_cycle::Act;

/// What an event of this kind tells, for the time-line: a verb phrase. Empty for a kind that nobody knows.
pub fn label_of(kind: &str) -> &'static str {
    match kind {
        "arrive" => "到件",
        "imported" => "由台账导入",
        "progressed" => "由台账更新",
        "corrected" => "由台账更正",
        "due_date_moved" => "期限随放假安排变动",
        "consult" => "征求意见",
        "consultation_answered" => "记录收到意见",
        "consultation_silent" => "记录逾期未答复意见",
        "consultation_letter_returned" => "记录征求意见函退回",
        "call_off_consultation" => "终止征求意见",
        "deliver" => "送达答复",
        "prove_delivery" => "记录签收",
        "challenge_recorded" => "登记复议、诉讼",
        "correct_requester" => "更正申请人信息",
        "read_requester" => "查看申请人信息",
        "keep_former_number" => "登记曾用编号",
        "telephone_note" => "电话记录",
        "attach" => "附上文件",
        "remove_attachment" => "去掉附件",
        "download_attachment" => "下载附件",
        "reset_query_code" => "重置查询码",
        _ => kind.parse::<Act>().map_or("", Act::label),
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;
    use crate::domain::dossier::Deed;

    #[test]
    fn every_deed_has_words() {
        let unnamed: Vec<_> =
            Deed::VARIANTS.iter().filter(|kind| label_of(kind).is_empty()).collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
    }
}
