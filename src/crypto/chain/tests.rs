use chrono::Days;
use proptest::prelude::*;

use super::*;

const CASE: CaseBytes = *b"0123456789abcdef";

/// An event that owns its texts, as a database row does.
#[derive(Clone, Debug, PartialEq)]
struct OwnedEvent {
    seq: i64,
    texts: [String; 4],
    happened_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    mark: Mark,
}

impl OwnedEvent {
    fn kept(&self) -> Kept<'_> {
        let [kind, actor, origin, payload] = &self.texts;
        let text = EventText {
            kind,
            happened_on: self.happened_on,
            recorded_at: self.recorded_at,
            actor,
            origin,
            payload,
        };
        Kept { seq: self.seq, text, mark: self.mark }
    }
}

/// A log of events with these texts, as the program itself writes it.
fn written(all: Vec<[String; 4]>) -> (Vec<OwnedEvent>, Head) {
    let chain = Chain::new(&MasterKey::demo());
    let mut head = chain.start(CASE);
    let mut log = Vec::new();
    for texts in all {
        let mut event = OwnedEvent {
            seq: 0,
            texts,
            happened_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
            recorded_at: DateTime::from_timestamp_micros(1_767_600_000_123_456).unwrap(),
            mark: Mark([0; 32]),
        };
        let appended = chain.append(CASE, head, &event.kept().text);
        head = appended.head;
        (event.seq, event.mark) = (head.count, appended.mark);
        log.push(event);
    }
    (log, head)
}

fn verify(log: &[OwnedEvent], head: Head) -> Result<(), Broken> {
    Chain::new(&MasterKey::demo()).verify(CASE, log.iter().map(OwnedEvent::kept), head)
}

type Damage = fn(&mut Vec<OwnedEvent>);

fn five() -> (Vec<OwnedEvent>, Head) {
    let texts = |n: i32| ["registered", "zhang", "10.0.0.1", "{}"].map(|t| format!("{t}{n}"));
    written((1..=5).map(texts).collect())
}

/// These values stand in databases: the encoding may never change. They were computed by a second program.
#[test]
fn the_encoding_is_pinned() {
    let (log, head) = written(vec![
        ["registered", "张三", "10.0.0.1", r#"{"number":"1"}"#].map(str::to_owned),
        ["closed", "李四", "", ""].map(str::to_owned),
    ]);
    assert_eq!(
        hex(&log[0].mark.0),
        "e170c9f8a5943f3ae62efa3046e2b4c39dc917c9bd367daa02aa76d88f0d1593"
    );
    assert_eq!(
        hex(&log[1].mark.0),
        "1fb2369e187b5275af05fe78c5d0fccbda97da35e1bb0c3c5bc9838571e269ec"
    );
    assert_eq!(
        hex(&head.link.0),
        "d6460020cdc17d61fb2fe85579b87e2eb7c7b23a759d86ea666bef2c8e1c6dc4"
    );
    let start = Chain::new(&MasterKey::demo()).start(CASE);
    assert_eq!(
        hex(&start.link.0),
        "de48e58b5f04221c3f202ba06b2bc1dd01ca6f0008182a416f2115e21316d26c"
    );
}

#[test]
fn what_was_written_is_verified() {
    let (log, head) = five();
    assert_eq!(verify(&log, head), Ok(()));
    assert_eq!(verify(&[], written(vec![]).1), Ok(()));
}

#[test]
fn nanoseconds_do_not_count() {
    let (mut log, head) = five();
    log[2].recorded_at += chrono::TimeDelta::nanoseconds(999);
    assert_eq!(verify(&log, head), Ok(()));
}

#[test]
fn each_kind_of_damage_has_its_name() {
    let damage: [(&str, Damage); 9] = [
        ("payload changed", |log| log[2].texts[3].push('x')),
        ("taken out of the middle", |log| drop(log.remove(2))),
        ("taken out and renumbered", |log| {
            log.remove(2);
            log[2].seq = 3;
            log[3].seq = 4;
        }),
        ("two swapped", |log| log.swap(1, 2)),
        ("two swapped and renumbered", |log| {
            log.swap(1, 2);
            (log[1].seq, log[2].seq) = (2, 3);
        }),
        ("one twice", |log| log.insert(2, log[2].clone())),
        ("tail cut", |log| log.truncate(3)),
        ("all gone", Vec::clear),
        ("one more", |log| {
            let longer = five().0.into_iter().map(|e| e.texts).chain([Default::default()]);
            *log = written(longer.collect()).0;
        }),
    ];
    let table = damage.map(|(name, damage)| {
        let (mut log, head) = five();
        damage(&mut log);
        format!("{name}: {}", verify(&log, head).unwrap_err())
    });
    insta::assert_snapshot!(table.join("\n"), @r"
        payload changed: 办理记录第 3 条：内容或者先后次序被改动过
        taken out of the middle: 办理记录第 3 条：记录缺失
        taken out and renumbered: 办理记录第 3 条：内容或者先后次序被改动过
        two swapped: 办理记录第 2 条：记录缺失
        two swapped and renumbered: 办理记录第 2 条：内容或者先后次序被改动过
        one twice: 办理记录第 4 条：序号重复或者次序颠倒
        tail cut: 办理记录第 4 条：记录缺失
        all gone: 办理记录第 1 条：记录缺失
        one more: 办理记录第 6 条：申请件上没有登记过这条记录
        ");
}

#[test]
fn a_cut_tail_is_not_covered_up_by_what_the_rows_show() {
    let (log, head) = five();
    let shown = log.iter().map(|event| event.mark.0).chain([head.link.0, [0; 32]]);
    for link in shown.map(Link::from) {
        for count in 0..5 {
            let kept = usize::try_from(count).unwrap();
            assert!(verify(&log[..kept], Head { count, link }).is_err());
        }
    }
}

#[test]
fn a_log_belongs_to_its_case_and_its_key() {
    let (log, head) = five();
    let other_case =
        Chain::new(&MasterKey::demo()).verify([7; 16], log.iter().map(OwnedEvent::kept), head);
    assert_eq!(other_case, Err(Broken { seq: 1, why: Why::Altered }));
    let key = MasterKey::generate().unwrap();
    let other_key = Chain::new(&key).verify(CASE, log.iter().map(OwnedEvent::kept), head);
    assert_eq!(other_key, Err(Broken { seq: 1, why: Why::Altered }));
}

/// One thing that somebody with access to the database may do to a log.
#[derive(Clone, Debug)]
enum Mutation {
    Text { field: usize, to: String },
    MoveText { field: usize },
    Day(u64),
    Instant(i64),
    Mark(u8),
    Seq(i64),
    Remove,
    Twice,
    SwapWithNext,
    CutFrom,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (0_usize..4, ".{0,6}").prop_map(|(field, to)| Mutation::Text { field, to }),
        (0_usize..3).prop_map(|field| Mutation::MoveText { field }),
        (1_u64..4000).prop_map(Mutation::Day),
        (1_i64..1_000_000_000).prop_map(Mutation::Instant),
        (1_u8..=255).prop_map(Mutation::Mark),
        (-9_i64..9).prop_map(Mutation::Seq),
        Just(Mutation::Remove),
        Just(Mutation::Twice),
        Just(Mutation::SwapWithNext),
        Just(Mutation::CutFrom),
    ]
}

fn mutate(log: &mut Vec<OwnedEvent>, at: usize, mutation: Mutation) {
    let event = &mut log[at];
    match mutation {
        Mutation::Text { field, to } => event.texts[field] = to,
        // The end of one text becomes the beginning of the next: a plain concatenation would read alike.
        Mutation::MoveText { field } => {
            if let Some(last) = event.texts[field].pop() {
                event.texts[field + 1].insert(0, last);
            }
        }
        Mutation::Day(days) => event.happened_on = event.happened_on + Days::new(days),
        Mutation::Instant(micros) => {
            event.recorded_at += chrono::TimeDelta::microseconds(micros);
        }
        Mutation::Mark(bits) => event.mark.0[0] ^= bits,
        Mutation::Seq(by) => event.seq += by,
        Mutation::Remove => drop(log.remove(at)),
        Mutation::Twice => log.insert(at, log[at].clone()),
        Mutation::SwapWithNext => {
            let next = (at + 1) % log.len();
            log.swap(at, next);
        }
        Mutation::CutFrom => log.truncate(at),
    }
}

proptest! {
    #[test]
    fn any_single_mutation_is_found(
        texts in prop::collection::vec(prop::array::uniform4(".{0,6}"), 1..6),
        at: prop::sample::Index,
        mutation in mutation(),
    ) {
        let (log, head) = written(texts);
        let mut mutated = log.clone();
        mutate(&mut mutated, at.index(log.len()), mutation);
        prop_assert_eq!(verify(&mutated, head).is_ok(), mutated == log);
    }
}
