//! The matrix as one table for a lawyer to read, and the laws that hold over it.

use std::collections::{HashMap, HashSet};

use strum::IntoEnumIterator;

use super::*;

/// Every stage with nothing beside it, a review of one step both before and after that step.
fn stages() -> impl Iterator<Item = Stage> {
    let review = |passed| Stage::InReview(Review { passed, of: 1 });
    Stage::iter().flat_map(move |stage| {
        if stage == Stage::InReview(Review::default()) {
            vec![review(0), review(1)]
        } else {
            vec![stage]
        }
    })
}

/// What stands in the table for a case: stage, waits, extension; only what is not as at the beginning.
fn shown(progress: Progress) -> String {
    let Progress { stage, intervals, extension, round } = progress;
    let mut words = vec![stage.to_string()];
    if let Stage::InReview(Review { passed, of }) = stage {
        words.push(format!("{passed}/{of}"));
    }
    let waits = [
        ("amendment", intervals.amendment),
        ("payment", intervals.payment),
        ("reasons", intervals.reasons),
    ];
    words.extend(
        waits.iter().filter(|(_, w)| *w != Wait::NotAsked).map(|(name, w)| format!("{name}:{w}")),
    );
    let counts = [("third_parties", intervals.third_parties), ("organs", intervals.organs)];
    words.extend(counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name}:{n}")));
    words.extend(intervals.letter_returned.then(|| "letter_returned".to_owned()));
    words.extend((extension != Extension::Unused).then(|| format!("extension:{extension}")));
    words.extend((round > 1).then(|| format!("round:{round}")));
    words.join(" ")
}

/// A line of the table; none for what is merely out of turn.
fn line(from: Progress, act: Act) -> Option<String> {
    match from.after(act) {
        Err(Refusal::OutOfTurn { .. }) => None,
        Ok(to) => {
            Some(format!("    {act} -> {}", if to == from { "=".to_owned() } else { shown(to) }))
        }
        Err(refusal) => Some(format!("    {act} x  {refusal}")),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_matrix_with_nothing_beside_the_stage() {
    let table = stages().map(Progress::at).map(|from| {
        let lines: Vec<_> = Act::all().filter_map(|act| line(from, act)).collect();
        format!("{}\n{}", shown(from), lines.join("\n"))
    });
    insta::assert_snapshot!(table.collect::<Vec<_>>().join("\n"), @r"
    arrived
        hand_over -> =
        record_failed_try -> =
        confirm_receipt -> received
        end_as_unreachable -> unreachable
        end_as_misdirected -> misdirected
        requester_left -> =
        correct_fact -> =
        note -> =
    received
        register -> registered
        split -> =
        answer_on_the_spot -> closed
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        correct_fact -> =
        note -> =
    registered
        split -> =
        assign -> in_process
        send_amendment_notice -> registered amendment:open
        send_amendment_notice_again x  尚未通知过补正，不存在再次通知
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        ask_reasons -> registered reasons:open
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> registered extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        answer_on_the_spot -> closed
        end_without_reply x  申请人没有逾期不补正或者逾期不缴费，不能不再处理
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> registered letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    in_process
        split -> =
        sign_for -> =
        return_to_office -> registered
        send_amendment_notice -> in_process amendment:open
        send_amendment_notice_again x  尚未通知过补正，不存在再次通知
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        ask_reasons -> in_process reasons:open
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        send_fee_notice -> in_process payment:open
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        record_search -> =
        consult_third_party -> in_process third_parties:1
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        consult_organ -> in_process organs:1
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> in_process extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        draft -> drafted
        answer_on_the_spot -> closed
        end_without_reply x  申请人没有逾期不补正或者逾期不缴费，不能不再处理
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> in_process letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    drafted
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        ask_reasons -> drafted reasons:open
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        send_fee_notice -> drafted payment:open
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        record_search -> =
        consult_third_party -> drafted third_parties:1
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        consult_organ -> drafted organs:1
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> drafted extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        draft -> =
        submit -> in_review 0/1
        sign_on_paper -> signed
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> drafted letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    in_review 0/1
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> in_review 0/1 extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        approve -> in_review 1/1
        send_back -> drafted
        sign x  审核尚未完成：共 1 步，已通过 0 步
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> in_review 0/1 letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    in_review 1/1
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> in_review 1/1 extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        approve x  各步审核均已通过，等待签发
        send_back -> drafted
        sign -> signed
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> in_review 1/1 letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    signed
        take_amendment x  没有相应的通知在等待申请人答复，不能接收补正材料
        amendment_ran_out x  没有相应的通知在等待申请人答复，不能记录补正期限届满
        give_up_for_amendment x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不补正
        take_reasons x  没有相应的通知在等待申请人答复，不能接收理由说明
        reasons_ran_out x  没有相应的通知在等待申请人答复，不能记录说明理由期限届满
        delay x  申请人说明理由后才能延迟答复（条例第三十五条）
        send_fee_notice -> signed payment:open
        take_payment x  没有相应的通知在等待申请人答复，不能记录缴费
        fee_ran_out x  没有相应的通知在等待申请人答复，不能记录缴费期限届满
        give_up_for_fee x  没有相应的通知在等待申请人答复，不能认定无正当理由逾期不缴费
        call_off_fee x  没有相应的通知在等待申请人答复，不能撤销收费通知
        third_party_answered x  没有尚未答复的第三方
        third_party_silent x  没有尚未答复的第三方
        third_party_letter_returned x  没有尚未答复的第三方
        call_off_third_party x  没有尚未答复的第三方
        organ_answered x  没有尚未答复的其他机关
        organ_silent x  没有尚未答复的其他机关
        call_off_organ x  没有尚未答复的其他机关
        ask_extension -> signed extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
        send_back -> drafted
        deliver_part -> in_process
        deliver_last -> closed
        end_without_reply x  申请人没有逾期不补正或者逾期不缴费，不能不再处理
        withdraw -> closed
        withdraw_part -> =
        requester_left -> =
        record_returned_mail -> signed letter_returned
        send_again x  没有被退回的邮件
        correct_fact -> =
        note -> =
    closed
        withdraw x  申请件已经办结，答复后的撤回只作为备注记录
        withdraw_part x  申请件已经办结，答复后的撤回只作为备注记录
        record_returned_mail -> closed letter_returned
        send_again x  没有被退回的邮件
        archive -> archived
        reopen -> in_process round:2
        annul_closing -> in_process
        correct_fact -> =
        note -> =
    archived
        withdraw x  申请件已经办结，答复后的撤回只作为备注记录
        withdraw_part x  申请件已经办结，答复后的撤回只作为备注记录
        reopen -> in_process round:2
        annul_closing -> in_process
        correct_fact -> =
        note -> =
    unreachable
        correct_fact -> =
        note -> =
    misdirected
        correct_fact -> =
        note -> =
    ");
}

/// One interval at a time, in each of the states that it can reach.
fn one_interval() -> Vec<Intervals> {
    let none = Intervals::default();
    let amendment = [Wait::Open, Wait::RanOut, Wait::GivenUp, Wait::Answered].into_iter();
    let (payment, reasons) = (amendment.clone(), [Wait::Open, Wait::RanOut, Wait::Answered]);
    amendment
        .map(|amendment| Intervals { amendment, ..none })
        .chain(payment.map(|payment| Intervals { payment, ..none }))
        .chain(reasons.map(|reasons| Intervals { reasons, ..none }))
        .chain([
            Intervals { third_parties: 2, ..none },
            Intervals { organs: 1, ..none },
            Intervals { letter_returned: true, ..none },
        ])
        .collect()
}

/// `to` without those intervals that stand as they stood in `from`.
fn without_unchanged(to: Intervals, from: Intervals) -> Intervals {
    fn changed<T: Copy + Default + PartialEq>(to: T, from: T) -> T {
        if to == from { T::default() } else { to }
    }
    Intervals {
        amendment: changed(to.amendment, from.amendment),
        payment: changed(to.payment, from.payment),
        reasons: changed(to.reasons, from.reasons),
        third_parties: changed(to.third_parties, from.third_parties),
        organs: changed(to.organs, from.organs),
        letter_returned: changed(to.letter_returned, from.letter_returned),
    }
}

/// What an interval changes: a line that reads as it does with nothing beside the stage is left out.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_matrix_with_intervals_beside_the_stage() {
    let table = [Stage::InProcess, Stage::Signed, Stage::Closed].into_iter().flat_map(|stage| {
        let plain = Progress::at(stage);
        let beside = one_interval().into_iter().map(move |intervals| plain.beside(intervals));
        let possible = beside.filter(|from| !ended(from.stage) || from.intervals.letter_returned);
        possible.map(move |from| {
            let usual = |act: &Act| {
                let to = from.after(*act);
                let bare =
                    |to: Progress| to.beside(without_unchanged(to.intervals, from.intervals));
                to.map(bare) == plain.after(*act)
            };
            let lines: Vec<_> =
                Act::all().filter(|act| !usual(act)).filter_map(|act| line(from, act)).collect();
            format!("{}\n{}", shown(from), lines.join("\n"))
        })
    });
    insta::assert_snapshot!(table.collect::<Vec<_>>().join("\n"), @r"
    in_process amendment:open
        send_amendment_notice x  此前的通知仍在等待申请人答复，不能发出补正告知书
        send_amendment_notice_again x  此前的通知仍在等待申请人答复，不能再次发出补正告知书
        take_amendment -> in_process amendment:answered
        amendment_ran_out -> in_process amendment:ran_out
        give_up_for_amendment x  期限尚未届满，不能认定无正当理由逾期不补正
        send_fee_notice x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
        draft x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
        answer_on_the_spot x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
    in_process amendment:ran_out
        send_amendment_notice x  已经通知过补正；补正一般以一次为限，再次通知须记录理由
        send_amendment_notice_again -> in_process amendment:open
        take_amendment -> in_process amendment:answered
        give_up_for_amendment -> in_process amendment:given_up
        end_without_reply x  期限已经届满，但尚未记录申请人无正当理由，不能不再处理
    in_process amendment:given_up
        send_amendment_notice x  已经通知过补正；补正一般以一次为限，再次通知须记录理由
        send_amendment_notice_again -> in_process amendment:open
        take_amendment -> in_process amendment:answered
        end_without_reply -> closed
    in_process amendment:answered
        send_amendment_notice x  已经通知过补正；补正一般以一次为限，再次通知须记录理由
        send_amendment_notice_again -> in_process amendment:open
    in_process payment:open
        send_amendment_notice x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
        send_fee_notice x  此前的通知仍在等待申请人答复，不能发出收费通知书
        take_payment -> in_process payment:answered
        fee_ran_out -> in_process payment:ran_out
        give_up_for_fee x  期限尚未届满，不能认定无正当理由逾期不缴费
        call_off_fee -> in_process
        answer_on_the_spot x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
    in_process payment:ran_out
        take_payment -> in_process payment:answered
        give_up_for_fee -> in_process payment:given_up
        call_off_fee -> in_process
        answer_on_the_spot x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
        end_without_reply x  期限已经届满，但尚未记录申请人无正当理由，不能不再处理
    in_process payment:given_up
        take_payment -> in_process payment:answered
        call_off_fee -> in_process
        answer_on_the_spot x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
        end_without_reply -> closed
    in_process payment:answered

    in_process reasons:open
        ask_reasons x  此前的通知仍在等待申请人答复，不能要求说明理由
        take_reasons -> in_process reasons:answered
        reasons_ran_out -> in_process reasons:ran_out
        answer_on_the_spot x  正在等待申请人说明理由；收到说明或者期限届满后才能答复
    in_process reasons:ran_out
        take_reasons -> in_process reasons:answered
    in_process reasons:answered
        delay -> =
    in_process third_parties:2
        consult_third_party -> in_process third_parties:3
        third_party_answered -> in_process third_parties:1
        third_party_silent -> in_process third_parties:1
        third_party_letter_returned -> in_process third_parties:1
        call_off_third_party -> in_process third_parties:1
        answer_on_the_spot x  还有 2 个第三方的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复
    in_process organs:1
        consult_organ -> in_process organs:2
        organ_answered -> in_process
        organ_silent -> in_process
        call_off_organ -> in_process
        answer_on_the_spot x  还有 1 个其他机关的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复
    in_process letter_returned
        record_returned_mail -> =
        send_again -> in_process
    signed amendment:open
        take_amendment -> in_process amendment:answered
        amendment_ran_out -> signed amendment:ran_out
        give_up_for_amendment x  期限尚未届满，不能认定无正当理由逾期不补正
        send_fee_notice x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
        deliver_part x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
        deliver_last x  正在等待申请人补正；收到补正或者补正期限届满后才能继续
    signed amendment:ran_out
        take_amendment -> in_process amendment:answered
        give_up_for_amendment -> signed amendment:given_up
        end_without_reply x  期限已经届满，但尚未记录申请人无正当理由，不能不再处理
    signed amendment:given_up
        take_amendment -> in_process amendment:answered
        end_without_reply -> closed
    signed amendment:answered

    signed payment:open
        send_fee_notice x  此前的通知仍在等待申请人答复，不能发出收费通知书
        take_payment -> signed payment:answered
        fee_ran_out -> signed payment:ran_out
        give_up_for_fee x  期限尚未届满，不能认定无正当理由逾期不缴费
        call_off_fee -> signed
        deliver_last x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
    signed payment:ran_out
        take_payment -> signed payment:answered
        give_up_for_fee -> signed payment:given_up
        call_off_fee -> signed
        deliver_last x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
        end_without_reply x  期限已经届满，但尚未记录申请人无正当理由，不能不再处理
    signed payment:given_up
        take_payment -> signed payment:answered
        call_off_fee -> signed
        deliver_last x  申请人尚未缴清费用；缴清或者撤销收费通知后才能继续
        end_without_reply -> closed
    signed payment:answered

    signed reasons:open
        take_reasons -> signed reasons:answered
        reasons_ran_out -> signed reasons:ran_out
        deliver_last x  正在等待申请人说明理由；收到说明或者期限届满后才能答复
    signed reasons:ran_out
        take_reasons -> signed reasons:answered
    signed reasons:answered
        delay -> =
    signed third_parties:2
        third_party_answered -> signed third_parties:1
        third_party_silent -> signed third_parties:1
        third_party_letter_returned -> signed third_parties:1
        call_off_third_party -> signed third_parties:1
        deliver_last x  还有 2 个第三方的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复
    signed organs:1
        organ_answered -> signed
        organ_silent -> signed
        call_off_organ -> signed
        deliver_last x  还有 1 个其他机关的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复
    signed letter_returned
        record_returned_mail -> =
        send_again -> signed
    closed letter_returned
        record_returned_mail -> =
        send_again -> closed
        archive x  有退回的邮件尚未再次送达，不能归档
    ");
}

#[test]
fn an_extension_is_asked_for_approved_and_told_once() {
    let extension = [Extension::Unused, Extension::Asked, Extension::Approved, Extension::Told];
    let acts =
        [Act::AskExtension, Act::ApproveExtension, Act::DeclineExtension, Act::TellExtension];
    let table = extension.into_iter().flat_map(|extension| {
        let from = Progress { extension, ..Progress::at(Stage::InProcess) };
        let lines = acts.into_iter().filter_map(move |act| line(from, act));
        [shown(from)].into_iter().chain(lines)
    });
    insta::assert_snapshot!(table.collect::<Vec<_>>().join("\n"), @r"
    in_process
        ask_extension -> in_process extension:asked
        approve_extension x  没有提出过延期答复
        decline_extension x  没有提出过延期答复
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
    in_process extension:asked
        ask_extension x  延期答复已经提出或者已经同意，不能重复办理
        approve_extension -> in_process extension:approved
        decline_extension -> in_process
        tell_extension x  延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）
    in_process extension:approved
        ask_extension x  延期答复已经提出或者已经同意，不能重复办理
        approve_extension x  延期答复已经提出或者已经同意，不能重复办理
        decline_extension x  延期答复已经提出或者已经同意，不能重复办理
        tell_extension -> in_process extension:told
    in_process extension:told
        ask_extension x  答复期限已经延长过一次，不能再次延长（条例第三十三条）
        approve_extension x  答复期限已经延长过一次，不能再次延长（条例第三十三条）
        decline_extension x  答复期限已经延长过一次，不能再次延长（条例第三十三条）
        tell_extension x  答复期限已经延长过一次，不能再次延长（条例第三十三条）
    ");
}

#[test]
fn a_review_may_have_no_step_or_several() {
    let sign = |steps, approvals| {
        let mut case = Progress::at(Stage::Drafted).after(Act::Submit { steps })?;
        for _ in 0..approvals {
            case = case.after(Act::Approve)?;
        }
        case.after(Act::Sign).map(|case| case.stage)
    };
    assert_eq!(sign(0, 0), Ok(Stage::Signed));
    assert_eq!(sign(2, 2), Ok(Stage::Signed));
    assert_eq!(sign(2, 1), Err(Refusal::ReviewUnfinished(Review { passed: 1, of: 2 })));
    assert_eq!(sign(1, 2), Err(Refusal::ReviewFinished));
}

/// Edge case 21: two third parties, one silent, one letter returned.
#[test]
fn each_third_party_is_waited_for() {
    let walk = |acts: &[Act]| {
        acts.iter().try_fold(Progress::at(Stage::InProcess), |case, act| case.after(*act))
    };
    let both = [Act::ConsultThirdParty, Act::ConsultThirdParty, Act::Draft, Act::SignOnPaper];
    let one_silent = [&both[..], &[Act::ThirdPartySilent]].concat();
    assert_eq!(walk(&one_silent).unwrap().after(Act::DeliverLast), Err(Refusal::ThirdPartyOut(1)));
    let one_returned =
        [&one_silent[..], &[Act::ThirdPartyLetterReturned, Act::DeliverLast]].concat();
    assert_eq!(walk(&one_returned).unwrap().stage, Stage::Closed);
    let one_too_many = [&both[..1], &[Act::ThirdPartyAnswered, Act::ThirdPartyAnswered]].concat();
    assert_eq!(walk(&one_too_many), Err(Refusal::NoThirdPartyOut));
}

/// Edge case 1: silence of the requester is a task until a person has found that there was no good reason.
#[test]
fn silence_alone_closes_nothing() {
    let asked = Progress::at(Stage::InProcess).after(Act::SendAmendmentNotice).unwrap();
    assert_eq!(asked.after(Act::EndWithoutReply), Err(Refusal::NotGivenUp));
    let ran_out = asked.after(Act::AmendmentRanOut).unwrap();
    assert_eq!(ran_out.after(Act::EndWithoutReply), Err(Refusal::NoGoodReasonUnrecorded));
    let given_up = ran_out.after(Act::GiveUpForAmendment).unwrap();
    assert_eq!(given_up.after(Act::EndWithoutReply).unwrap().stage, Stage::Closed);
    // Late, but before the closing, the amendment is accepted.
    assert_eq!(given_up.after(Act::TakeAmendment).unwrap().intervals.amendment, Wait::Answered);
}

/// Every state that can be reached, with at most one consultation of a kind and two rounds, and what follows on it.
fn reachable() -> HashMap<Progress, Vec<(Act, Progress)>> {
    let mut found = HashMap::new();
    let mut open = vec![Progress::arrived()];
    while let Some(from) = open.pop() {
        if found.contains_key(&from) {
            continue;
        }
        let small = |to: &Progress| {
            to.intervals.third_parties < 2 && to.intervals.organs < 2 && to.round < 3
        };
        let next: Vec<_> = Act::all()
            .filter_map(|act| Some((act, from.after(act).ok()?)))
            .filter(|(_, to)| small(to))
            .collect();
        open.extend(next.iter().map(|(_, to)| *to));
        found.insert(from, next);
    }
    found
}

/// Stages in which nothing is left to be done.
fn ended(stage: Stage) -> bool {
    matches!(stage, Stage::Closed | Stage::Archived | Stage::Unreachable | Stage::Misdirected)
}

#[test]
fn the_laws_of_every_case_that_can_be() {
    let all = reachable();
    let stages: HashSet<_> = all.keys().map(|case| case.stage.to_string()).collect();
    assert_eq!(stages.len(), Stage::iter().count(), "every stage is reached");
    for (from, next) in &all {
        let Intervals { amendment, payment, .. } = from.intervals;
        assert!(amendment != Wait::Open || payment != Wait::Open, "{}", shown(*from));
        assert!(!ended(from.stage) || from.intervals.open().count() == 0, "{}", shown(*from));
        for (act, to) in next {
            let told = to.extension == Extension::Told && from.extension != Extension::Told;
            assert!(!told || *act == Act::TellExtension, "{act} extends");
            let rounds = u16::from(*act == Act::Reopen);
            assert_eq!(to.round, from.round + rounds, "{act} opens a round");
            let closes = to.stage == Stage::Closed && from.stage != Stage::Closed;
            let closing = matches!(
                act,
                Act::DeliverLast | Act::AnswerOnTheSpot | Act::EndWithoutReply | Act::Withdraw
            );
            assert_eq!(closes, closing, "{act} on {}", shown(*from));
        }
    }
}

#[test]
fn no_case_is_ever_stuck() {
    let all = reachable();
    let mut can_end: HashSet<_> = all.keys().filter(|case| ended(case.stage)).copied().collect();
    loop {
        let more: Vec<_> = all
            .iter()
            .filter(|(from, next)| {
                !can_end.contains(*from)
                    && next.iter().any(|(act, to)| {
                        // Nobody can be made to withdraw.
                        *act != Act::Withdraw && can_end.contains(to)
                    })
            })
            .map(|(from, _)| *from)
            .collect();
        if more.is_empty() {
            break;
        }
        can_end.extend(more);
    }
    let stuck = all.keys().find(|case| !can_end.contains(*case));
    assert_eq!(stuck.map(|case| shown(*case)), None);
}

#[test]
fn the_acts_that_are_possible_are_those_that_are_not_refused() {
    let acts: Vec<_> = Progress::arrived().acts_possible().map(|act| act.to_string()).collect();
    assert_eq!(
        acts,
        [
            "hand_over",
            "record_failed_try",
            "confirm_receipt",
            "end_as_unreachable",
            "end_as_misdirected",
            "requester_left",
            "correct_fact",
            "note"
        ]
    );
    let words: Vec<_> = Progress::at(Stage::Misdirected).acts_possible().map(Act::label).collect();
    assert_eq!(words, ["更正事实", "备注"]);
}

#[test]
fn a_refusal_is_a_sentence() {
    let refused = Progress::at(Stage::Closed).after(Act::Sign).unwrap_err();
    insta::assert_snapshot!(refused, @"“已办结”的申请件不能签发");
}
