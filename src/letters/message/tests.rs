use strum::VariantArray;

use super::*;
use crate::domain::message::{Placeholder, sample};

/// Every message as an organ sends it that has set nothing, for whoever reviews the words.
#[test]
fn the_usual_messages() {
    let one = |kind: &MessageKind| {
        let written = write(*kind, &usual(*kind), &sample(*kind, "白银区人民政府")).unwrap();
        let label = kind.label();
        format!("== {kind} {label}\n{}\n\n{}\n", written.subject, written.text)
    };
    let all: String = MessageKind::VARIANTS.iter().map(one).collect();
    insta::assert_snapshot!("usual_messages", all);
}

#[test]
fn without_an_address_nothing_is_left_of_its_line() {
    let mut values = sample(MessageKind::Received, "白银区人民政府");
    values.remove(&Placeholder::Address);
    let written = write(MessageKind::Received, &usual(MessageKind::Received), &values).unwrap();
    assert!(!written.text.contains("查询") && !written.text.contains("\n\n\n"), "{}", written.text);
}

#[test]
fn what_somebody_typed_is_no_markup_and_no_header() {
    let mut values =
        sample(MessageKind::Received, "白银区<script>人民政府\r\nBcc: all@example.com");
    let link = Value::Link("https://example.gov.cn/?a=1&b=\"2\"".to_owned());
    values.insert(Placeholder::Address, link);
    let written = write(MessageKind::Received, &usual(MessageKind::Received), &values).unwrap();
    assert!(!written.subject.contains(['\r', '\n']), "{}", written.subject);
    assert!(!written.html.contains("<script>"));
    let address = "https://example.gov.cn/?a=1&amp;b=&quot;2&quot;";
    assert!(written.html.contains(&format!("<a href=\"{address}\">{address}</a>")));
}
