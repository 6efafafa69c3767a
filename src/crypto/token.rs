//! Tokens: short-lived signed ones that need no look-up, and random ones of which only a hash is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::key::{MasterKey, NoRandomness, Purpose};

/// How long an access token is good.
const ACCESS: TimeDelta = TimeDelta::minutes(10);

/// Signs and reads access tokens (JWT, HS256).
pub struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
    forms: Hmac<Sha256>,
}

/// What an access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    pub sub: Uuid,
    /// The session.
    pub sid: Uuid,
    /// Seconds since 1970.
    pub exp: i64,
}

/// A token that is no good, for whatever reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("令牌无效或者已经过期")]
pub struct BadToken;

impl Signer {
    pub(super) fn new(master: &MasterKey) -> Self {
        let key = master.derive::<32>(Purpose::AccessTokens);
        Self {
            encoding: EncodingKey::from_secret(&*key),
            decoding: DecodingKey::from_secret(&*key),
            forms: forms(master),
        }
    }

    /// A token for `person` in `session`, with its end.
    pub fn sign(
        &self,
        person: Uuid,
        session: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(String, DateTime<Utc>), BadToken> {
        let end = now + ACCESS;
        let claims = Claims { sub: person, sid: session, exp: end.timestamp() };
        let token = encode(&Header::new(Algorithm::HS256), &claims, &self.encoding);
        token.map(|token| (token, end)).map_err(|_| BadToken)
    }

    /// What a page of the session sends with each change, so that no other site can (CSRF).
    pub fn form_token(&self, session: Uuid) -> String {
        let mut mac = self.forms.clone();
        mac.update(session.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    /// Whether a change came from a page of the session.
    pub fn is_form_token(&self, session: Uuid, given: &str) -> bool {
        self.form_token(session).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// What a token of ours says, if it is good at `now`.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, BadToken> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The clock is ours, not the machine's.
        validation.validate_exp = false;
        let claims =
            decode::<Claims>(token, &self.decoding, &validation).map_err(|_| BadToken)?.claims;
        if claims.exp > now.timestamp() { Ok(claims) } else { Err(BadToken) }
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn forms(master: &MasterKey) -> Hmac<Sha256> {
    let key = master.derive::<32>(Purpose::FormTokens);
    Hmac::new_from_slice(&*key).expect("HMAC takes a key of any length")
}

/// A new random token of 256 bits, as text.
pub fn random() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A password for one sign-in, short enough to be read out: more than a hundred bits.
pub fn first_password() -> Result<String, NoRandomness> {
    Ok(random()?.chars().take(18).collect())
}

/// What is stored of a random token. It has 256 bits, so that one pass is enough.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_ten_minutes_and_under_its_key() {
        let signer = Signer::new(&MasterKey::demo());
        let now: DateTime<Utc> = "2026-03-02T02:00:00Z".parse().unwrap();
        let (person, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (token, end) = signer.sign(person, session, now).unwrap();
        assert_eq!(end, now + TimeDelta::minutes(10));
        let claims = signer.read(&token, now + TimeDelta::minutes(9)).unwrap();
        assert_eq!((claims.sub, claims.sid), (person, session));
        assert_eq!(signer.read(&token, now + TimeDelta::minutes(10)), Err(BadToken));
        let other = Signer::new(&MasterKey::generate().unwrap());
        assert_eq!(other.read(&token, now), Err(BadToken));
        let unsigned = format!("{}.{}.", "eyJhbGciOiJub25lIn0", token.split('.').nth(1).unwrap());
        assert_eq!(signer.read(&unsigned, now), Err(BadToken));
    }

    #[test]
    fn random_tokens_differ() {
        assert_ne!(random().unwrap(), random().unwrap());
        assert_eq!(random().unwrap().len(), 43);
    }
}
