//! What a caller sent and we could not read, told in Chinese with the name of the field, and never with its value.

use actix_web::http::StatusCode;

use super::Problem;

/// The answer to input that serde did not take; `path` is where, if that is known.
pub fn problem(path: &str, message: &str) -> Problem {
    // The key of a map that is none.
    let path = path.trim_end_matches(".?");
    let named = between(message, "field `", "`");
    let place = |name: &str| {
        if path.is_empty() || path == "." { name.to_owned() } else { join(path, name) }
    };
    if message.starts_with("unknown field")
        && let Some(name) = named
    {
        return Problem::field(place(name), "没有这个字段");
    }
    if message.starts_with("missing field")
        && let Some(name) = named
    {
        return Problem::field(place(name), "必须填写");
    }
    if message.starts_with("duplicate field")
        && let Some(name) = named
    {
        return Problem::field(place(name), "出现了两次");
    }
    // Our own deserializers say what is wrong in Chinese.
    let own = message.split(" at line ").next().unwrap_or(message);
    if let Some((name, text)) = own.split_once('：') {
        let name = if path.is_empty() || path == "." { name } else { path };
        return Problem::field(name, text);
    }
    if path.is_empty() || path == "." {
        return Problem::new(StatusCode::BAD_REQUEST, "unreadable", "请求内容的结构不对，无法读取");
    }
    Problem::field(path, wanted(message))
}

/// The path of a field inside the thing at `path`; serde names the field itself in some messages, in others not.
fn join(path: &str, name: &str) -> String {
    if path == name || path.ends_with(&format!(".{name}")) {
        path.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// What the field should be, from what serde expected.
fn wanted(message: &str) -> &'static str {
    let expected = message.split("expected ").last().unwrap_or_default();
    if message.starts_with("unknown variant") {
        return "不是可选的值";
    }
    match expected {
        text if text.contains("date") || message.contains("input") => "应为日期，如 2026-01-29",
        text if text.starts_with("a string") || text.starts_with("string") => "应为文本",
        text if text.starts_with("a boolean") => "应为 true 或者 false",
        text if text.starts_with("a sequence") => "应为列表",
        text if text.starts_with('u') || text.starts_with('i') => "应为整数，且不超出范围",
        _ => "值不对",
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(name, _)| name)
}
