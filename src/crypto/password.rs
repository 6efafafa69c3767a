//! Passwords as argon2id hashes. Takes tens of milliseconds on purpose: never run it where others wait.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::key::NoRandomness;

/// How dear a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// 19 MiB, two passes, one lane, as OWASP recommends for argon2id.
    Full,
    /// As cheap as can be, for tests and the demo only.
    Cheap,
}

impl Cost {
    fn hasher(self) -> Argon2<'static> {
        let params = match self {
            Self::Full => Params::default(),
            Self::Cheap => Params::new(8, 1, 1, None).unwrap_or_default(),
        };
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// The hash of a password, to be stored.
pub fn hash(password: &str, cost: Cost) -> Result<String, NoRandomness> {
    let hash = cost.hasher().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| NoRandomness)
}

/// Whether a password is the one that was hashed.
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Takes as long as [`verify`] does and says no: nobody is to tell from the time that a name is unknown.
pub fn verify_nothing(password: &str, cost: Cost) -> bool {
    let _ = hash(password, cost);
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_hashed_anew_each_time() {
        let [one, other] = [(); 2].map(|()| hash("正确-horse-7", Cost::Cheap).unwrap());
        assert_ne!(one, other);
        assert!(one.starts_with("$argon2id$v=19$"));
        assert!(verify("正确-horse-7", &one) && !verify("正确-horse-8", &one));
        assert!(!verify("x", "no hash") && !verify_nothing("x", Cost::Cheap));
    }
}
