//! Argon2: its parameters, and which hashes made elsewhere are accepted.

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;

/// What OWASP's Password Storage Cheat Sheet advises: Argon2id with 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that a hash made elsewhere may cost. One of 2 GiB would be obeyed for seconds.
const MAX_MEMORY_KIB: u32 = 64 * 1024;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 4;

/// A string that looks like a password hash and can't be verified here.
#[derive(Debug, PartialEq, Eq)]
pub struct UnusableHash(pub &'static str);

/// Whether a text is meant as a hash and not as a password: `$scheme$...`, as PHC strings and
/// their Modular Crypt Format elders (`$2b$...`) begin.
pub fn looks_like_hash(text: &str) -> bool {
    let scheme = text.strip_prefix('$').and_then(|rest| rest.split_once('$')).map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        (1..=32).contains(&scheme.len()) && scheme.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    })
}

/// Takes a hash made elsewhere, if it is Argon2's, whole, and not costlier than we can afford to
/// verify for everybody who knocks.
pub fn accept_hash(text: &str) -> Result<PasswordHash, UnusableHash> {
    const MALFORMED: UnusableHash = UnusableHash("Malformed Argon2 hash");
    if !(text.starts_with("$argon2id$") || text.starts_with("$argon2i$") || text.starts_with("$argon2d$")) {
        return Err(UnusableHash("Unsupported password hash: expected Argon2 in PHC form, or the plain password"));
    }
    let parsed = phc::PasswordHash::new(text).map_err(|_| MALFORMED)?;
    let params = Params::try_from(&parsed).map_err(|_| MALFORMED)?;
    if params.m_cost() > MAX_MEMORY_KIB || params.t_cost() > MAX_PASSES || params.p_cost() > MAX_LANES {
        return Err(UnusableHash("Argon2 parameters beyond 64 MiB (m=65536), 10 passes (t=10) or 4 lanes (p=4)"));
    }
    // `keyid` and `data` ask for things that only the hash's maker has.
    if !parsed.params.iter().all(|(name, _)| matches!(name.as_str(), "m" | "t" | "p")) {
        return Err(UnusableHash("Argon2 parameters other than m, t and p are not supported"));
    }
    let version = parsed.version.map_or(Version::default() as u32, Into::into);
    let complete = parsed.salt.as_ref().is_some_and(|salt| salt.len() >= argon2::MIN_SALT_LEN) && parsed.hash.is_some();
    if !complete || Version::try_from(version).is_err() {
        return Err(MALFORMED);
    }
    Ok(PasswordHash::trusted(text.to_owned()))
}

/// A hash of nothing, with the parameters of ours: no password is right, and to find that out takes as long as ever.
pub fn nobodys() -> PasswordHash {
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    PasswordHash::trusted(format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${output}"))
}

/// The hash of a password, with a new salt. Takes some 25 ms.
pub fn compute(password: &[u8]) -> PasswordHash {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("parameters within Argon2's bounds");
    let salt = phc::Salt::generate();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let hash = phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: (&params).try_into().expect("parameters that fit a PHC string"),
        salt: Some(salt),
        hash: Some(
            output(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params), password, &salt, &mut out)
                .expect("Argon2 fails for lengths out of bounds, which ours are not"),
        ),
    };
    PasswordHash::trusted(hash.to_string())
}

/// glibc maps more than 32 MiB straight from the system and gives it back when it is freed. What is smaller it keeps
/// for the thread: measured, 19 MiB stayed resident for every thread that had ever computed.
const MAPPED_BLOCKS: usize = 33 * 1024;

fn output(argon2: &Argon2<'_>, password: &[u8], salt: &[u8], out: &mut [u8]) -> Option<phc::Output> {
    let blocks = argon2.params().block_count();
    // Of the room only the blocks are touched, the rest costs no memory.
    let mut memory = Vec::with_capacity(blocks.max(MAPPED_BLOCKS));
    memory.resize(blocks, Block::default());
    argon2.hash_password_into_with_memory(password, salt, out, memory.as_mut_slice()).ok()?;
    phc::Output::new(out).ok()
}

/// Whether this is the password of the hash.
pub fn verify(stored: &PasswordHash, offered: &PlainPassword) -> bool {
    verdict(stored, offered).unwrap_or(false)
}

fn verdict(stored: &PasswordHash, offered: &PlainPassword) -> Option<bool> {
    let parsed = phc::PasswordHash::new(stored.as_str()).ok()?;
    let algorithm = Algorithm::try_from(parsed.algorithm.as_str()).ok()?;
    let version = parsed.version.map_or(Some(Version::default()), |version| version.try_into().ok())?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&parsed).ok()?);
    let (salt, expected) = (parsed.salt?, parsed.hash?);
    let mut out = [0; phc::Output::MAX_LENGTH];
    // Outputs are compared in constant time.
    Some(output(&argon2, offered.as_bytes(), &salt, out.get_mut(..expected.len())?)? == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> PlainPassword {
        PlainPassword::for_share(text).expect("valid")
    }

    #[test]
    fn our_hashes_have_the_parameters_that_owasp_advises() {
        let hash = compute(b"secret");
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert!(accept_hash(hash.as_str()).is_ok());
        assert!(verify(&hash, &plain("secret")) && !verify(&hash, &plain("Secret")));
    }

    #[test]
    fn a_hash_made_by_the_reference_implementation_is_verified() {
        // `echo -n password | argon2 somesalt -e`, with small parameters.
        for phc in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
        ] {
            let hash = accept_hash(phc).expect("acceptable");
            assert!(verify(&hash, &plain("password")), "{phc}");
            assert!(!verify(&hash, &plain("passwore")), "{phc}");
        }
    }

    #[test]
    fn hashes_that_cannot_or_should_not_be_verified_are_refused() {
        let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        for wrong in [
            "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".to_owned(),
            "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E".to_owned(),
            format!("$argon2id$v=19$m=2097152,t=2,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=4294967295,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=16${tail}"),
            format!("$argon2id$v=18$m=256,t=2,p=1${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=1,keyid=a2V5${tail}"),
            format!("$argon2id$v=19$m=256,t=2,p=1,data=ZGF0YQ${tail}"),
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ".to_owned(),
            "$argon2id$v=19$m=256,t=2,p=1".to_owned(),
            "$argon2id$".to_owned(),
            format!("$argon2id$v=19$m=256,t=2,p=1$c2Fs${}", "A".repeat(43)),
        ] {
            assert!(looks_like_hash(&wrong), "{wrong}");
            assert!(accept_hash(&wrong).is_err(), "{wrong}");
        }
        for plain in ["secret", "$ecret", "pa$$word", "$", "$$", "$A$b", "$ $"] {
            assert!(!looks_like_hash(plain), "{plain}");
        }
    }
}
