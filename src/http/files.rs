//! Files over HTTP: a body that is a file comes in as a stream and goes out as one, never shown in the page of a browser.

use std::fmt::Write;
use std::time::Duration;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse, rt};
use futures_util::{StreamExt, TryStreamExt};

use super::Problem;
use super::auth::app;
use crate::actions::attachments::Taken;
use crate::app::App;
use crate::files::{NotReceived, Received, Told};

/// Takes the body of a request in as a file.
pub async fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    (name, limit): (&str, u64),
) -> Result<Received, Problem> {
    let received = received(request, &mut payload, (name, limit)).await;
    if received.is_err() {
        hear_out(payload).await;
    }
    received
}

/// Lets a sender come to the end who would otherwise see a broken connection in the place of the answer.
async fn hear_out(mut payload: Payload) {
    const MOST: usize = 64 * 1024 * 1024;
    const PATIENCE: Duration = Duration::from_secs(15);
    let rest = async {
        let mut heard = 0;
        while let Some(Ok(bytes)) = payload.next().await {
            heard += bytes.len();
            if heard > MOST {
                break;
            }
        }
    };
    // Whoever takes longer is cut off.
    let _ = rt::time::timeout(PATIENCE, rest).await;
}

async fn received(
    request: &HttpRequest,
    payload: &mut Payload,
    (name, limit): (&str, u64),
) -> Result<Received, Problem> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit) {
        return Err(NotReceived::TooLarge(limit).into());
    }
    let media_type = header(CONTENT_TYPE);
    let told = Told { name, media_type, limit };
    Ok(app(request)?.files.receive(told, payload).await?)
}

/// Takes a file back that could not be recorded; what cannot be taken back is cleaned away later.
pub async fn take_back<T>(
    app: &App,
    file: uuid::Uuid,
    recorded: Result<T, crate::actions::Error>,
) -> Result<T, Problem> {
    if recorded.is_err()
        && let Err(error) = app.files.remove(file).await
    {
        tracing::warn!(%error, "file not taken back");
    }
    Ok(recorded?)
}

/// Gives a file out, to be saved.
pub async fn give(app: &App, taken: Taken) -> Result<HttpResponse, Problem> {
    let Taken { id, name, size, key } = taken;
    let bytes = app.files.read((id, size), &key).await.map_err(crate::actions::Error::from)?;
    let bytes = bytes.map_ok(Bytes::from).inspect_err(|error| {
        tracing::error!(%error, "file not given out whole");
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_DISPOSITION, disposition(&name)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        // Sealed files are no shorter when squeezed, and their length is told.
        .insert_header((CONTENT_ENCODING, "identity"))
        .body(SizedStream::new(size, bytes)))
}

/// RFC 6266: the name in UTF-8 (RFC 5987), and one in plain letters for old browsers.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' })
        .collect();
    let mut full = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            full.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(full, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_through_every_browser() {
        assert_eq!(
            disposition("答复 a\".pdf"),
            "attachment; filename=\"__ a_.pdf\"; filename*=UTF-8''%E7%AD%94%E5%A4%8D%20a%22.pdf"
        );
    }
}
