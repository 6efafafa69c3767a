//! Codes of six digits that change every half minute (RFC 6238, SHA-1), as every authenticator on a phone makes them.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use super::key::NoRandomness;

/// Bytes of a secret, as RFC 4226 recommends.
const LENGTH: usize = 20;
/// What the authenticator shows above the code.
const ISSUER: &str = "gongkai";

/// What the phone of a person and this program both know.
pub struct Secret(Zeroizing<[u8; LENGTH]>);

impl Secret {
    /// A new secret.
    pub fn fresh() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        getrandom::fill(&mut *bytes).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The secret that was kept; `None` for bytes that are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The bytes to be sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The secret as it is typed into a phone.
    pub fn to_base32(&self) -> String {
        self.totp().secret().to_base32()
    }

    /// The secret as a phone reads it from a square.
    pub fn uri(&self, login_name: &str) -> String {
        // A login name has only characters that stand for themselves in a URI.
        format!(
            "otpauth://totp/{ISSUER}:{login_name}?secret={}&issuer={ISSUER}&algorithm=SHA1&digits=6&period=30",
            self.to_base32()
        )
    }

    /// The half minute to which a code belongs: this one, the one before or the one after, since clocks differ.
    pub fn step_of(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = u64::try_from(now.timestamp()).ok().filter(|_| is_code)?;
        i64::try_from(self.totp().check(code, seconds)?).ok()
    }

    /// The code of an instant.
    pub fn code(&self, at: DateTime<Utc>) -> String {
        self.totp().generate(u64::try_from(at.timestamp()).unwrap_or_default()).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new().with_secret(*self.0).build_noncompliant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, the last six of eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let secret = Secret::read(b"12345678901234567890").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(at(seconds)), code);
            assert_eq!(secret.step_of(code, at(seconds)), Some(seconds / 30));
            assert_eq!(secret.step_of(code, at(seconds + 30)), Some(seconds / 30));
            assert_eq!(secret.step_of(code, at(seconds - 30)), Some(seconds / 30));
            assert_eq!(secret.step_of(code, at(seconds + 60)), None);
        }
        for bad in ["", "28708", "2870820", "28708x", "２８７０８２", " 287082"] {
            assert_eq!(secret.step_of(bad, at(59)), None, "{bad}");
        }
        assert!(secret.uri("li.wei").contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"));
        assert!(Secret::read(b"short").is_none());
    }
}
