//! What is sent to another system is signed, so that it knows from whom it comes, and when it was sent.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::hex;

/// HMAC-SHA256 under a shared secret over the seconds since 1970, a full stop and the body; in hexadecimal.
pub fn signature(secret: &str, seconds: i64, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf '1764554400.{}' | openssl dgst -sha256 -hmac 0123456789abcdef`.
    #[test]
    fn a_signature_is_what_others_work_out() {
        assert_eq!(
            signature("0123456789abcdef", 1_764_554_400, b"{}"),
            "0dd34e53c24bbdfb08ecac879281f39569f2cc11044a373bd99cc4dd9a58af34"
        );
    }
}
