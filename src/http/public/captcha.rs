//! `/public/captcha`: a question that tells people from programs, where the settings ask for it. Each is answered once;
//! which were, one process remembers for as long as they are good.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::actions::Error;
use crate::app::App;
use crate::config;
use crate::crypto::captcha::{Captcha, Nonce};
use crate::http::Problem;
use crate::http::limits::{Asked, count};

/// The questions that were answered.
#[derive(Default)]
pub struct Questions(Mutex<HashMap<Nonce, DateTime<Utc>>>);

/// An answer, as a request brings it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    token: String,
    answer: String,
}

impl Questions {
    /// Uses a question up; false if it was before.
    fn use_up(&self, nonce: Nonce, now: DateTime<Utc>) -> bool {
        /// Longer than any question is good.
        const KEPT: TimeDelta = TimeDelta::minutes(11);
        /// When to forget the old ones.
        const MANY: usize = 10_000;
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() > MANY {
            used.retain(|_, at| *at + KEPT > now);
        }
        used.insert(nonce, now).is_none()
    }
}

/// Checks the answer that a request brings, where one is asked for.
pub fn check(app: &App, questions: &Questions, answer: Option<&Answer>) -> Result<(), Error> {
    let wrong = |text: &str| Error::Field { name: "captcha".to_owned(), text: text.to_owned() };
    if app.config.captcha == config::Captcha::Off {
        return Ok(());
    }
    let Answer { token, answer } = answer.ok_or_else(|| wrong("请回答验证问题"))?;
    let now = app.clock.now();
    let good = Captcha::nonce(token, now).is_some_and(|nonce| questions.use_up(nonce, now));
    if good && app.keys.captcha().is_right(token, answer) {
        Ok(())
    } else {
        Err(wrong("验证问题答错了，或者已经过期；请重新取题"))
    }
}

/// A question.
#[derive(Serialize)]
struct View {
    required: bool,
    question: Option<String>,
    token: Option<String>,
    expires_at: Option<DateTime<Utc>>,
}

/// Asks something.
#[get("/public/captcha")]
pub async fn ask(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Look)?;
    let view = match app.config.captcha {
        config::Captcha::Off => {
            View { required: false, question: None, token: None, expires_at: None }
        }
        config::Captcha::Question => {
            let asked = app.keys.captcha().ask(app.clock.now()).map_err(Error::from)?;
            View {
                required: true,
                question: Some(asked.text),
                token: Some(asked.token),
                expires_at: Some(asked.expires_at),
            }
        }
    };
    Ok(HttpResponse::Ok().json(view))
}
