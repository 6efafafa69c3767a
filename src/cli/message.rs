//! What clap says, in Chinese: the frame of every help page, and why arguments were not understood.

use std::error::Error as _;
use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

/// Gives a command and all below it help pages without an English word.
pub fn in_chinese(command: Command) -> Command {
    let mut command = told(command);
    // Only a built command knows its whole name, which stands in its usage.
    command.build();
    framed(command)
}

/// Defaults and possible values as part of the text of each argument.
fn told(command: Command) -> Command {
    let below: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command.mut_args(described).subcommand_value_name("命令");
    below.into_iter().fold(command, |command, name| command.mut_subcommand(name, told))
}

fn described(arg: Arg) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
    if !names.is_empty() {
        text = format!("{text}：{}", names.join("、"));
    }
    if let Some(default) = arg.get_default_values().first() {
        text = format!("{text}（默认 {}）", default.to_string_lossy());
    }
    arg.help(text).hide_default_value(true).hide_possible_values(true).hide_env(true)
}

/// The page of a built command and of those below it.
fn framed(mut command: Command) -> Command {
    for below in command.get_subcommands_mut() {
        *below = framed(std::mem::take(below));
    }
    let usage = usage(&command.render_usage().to_string());
    let mut page = String::from("{about}\n\n用法：{usage}\n");
    if command.get_positionals().next().is_some() {
        page.push_str("\n参数：\n{positionals}\n");
    }
    if command.has_subcommands() {
        page.push_str("\n命令：\n{subcommands}\n");
    }
    page.push_str("\n选项：\n{options}{after-help}\n");
    command.override_usage(usage).help_template(page).next_line_help(false)
}

fn usage(text: &str) -> String {
    text.replace("Usage: ", "").replace("[OPTIONS]", "[选项]").trim().to_owned()
}

/// Why the arguments were not understood, with what was probably meant and how it is used.
pub fn of(error: &Error) -> String {
    let mut text = format!("错误：{}\n", reason(error));
    let meant =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let meant: Vec<String> = meant.into_iter().flat_map(|kind| named(error, kind)).collect();
    // Writing to a string does not fail.
    if !meant.is_empty() {
        let _ = writeln!(text, "是不是要写：{}", meant.join("、"));
    }
    if let Some(line) = error.get(ContextKind::Usage) {
        let _ = writeln!(text, "用法：{}", usage(&line.to_string()));
    }
    text + "加 --help 可以查看说明"
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is clap's and may grow")]
fn reason(error: &Error) -> String {
    let arg = named(error, ContextKind::InvalidArg).join("、");
    let value = named(error, ContextKind::InvalidValue).join("、");
    let cause = error.source().map(ToString::to_string);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", named(error, ContextKind::InvalidSubcommand).join("、"))
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("没有“{arg}”这个参数"),
        ErrorKind::UnknownArgument => format!("“{arg}”是多余的"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面缺少内容"),
        ErrorKind::InvalidValue => {
            let values = named(error, ContextKind::ValidValue).join("、");
            format!("{arg} 不能是“{value}”：应为 {values} 之一")
        }
        ErrorKind::ValueValidation => {
            format!("{arg} 不能是“{value}”：{}", cause.unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => match named(error, ContextKind::PriorArg).join("、") {
            prior if prior == arg => format!("{arg} 只能写一次"),
            prior => format!("{arg} 不能与 {prior} 同时使用"),
        },
        ErrorKind::TooManyValues => format!("{arg} 后面的“{value}”是多余的"),
        ErrorKind::InvalidUtf8 => "参数中有不是 UTF-8 的字符".to_owned(),
        _ => "参数有误".to_owned(),
    }
}

/// The words that clap gives with an error under one head.
fn named(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}
