//! What is written where a password could be, and is none.

use std::sync::LazyLock;

use super::names::{WordSet, set};

/// What is written where a password could be, in programs and their documentation.
static USUAL: WordSet = LazyLock::new(|| {
    set("password passwd pass passwort kennwort pwd pw passphrase secret secrets token tokens user \
    username userid login email mail name null nil none undefined true false yes no on off string str text number \
    int integer bool boolean char varchar object array any void unknown never bytes buffer required optional \
    nullable hidden masked plain plaintext prompt stdin default empty blank unset missing invalid incorrect wrong \
    expired encrypted hashed bcrypt argon2 scrypt sha256 base64 utf8 utf-8 file path env vault keyring keychain \
    here value values example sample insert enter field input label title type data body form page admin_password \
    contraseña senha salasana wachtwoord heslo parola mot motdepasse lösenord 密码 密碼 パスワード пароль todo fixme \
    test testing demo dummy fake mock stub same as self this that the your with from when and not must should can \
    will has was for only also more than into onto over under between before after about there their them these \
    those what which while where who how why authentication authorization password1 new old current confirm \
    confirmation repeat again strong weak autocomplete disabled enabled ignore ignored skip auto always never \
    new-password current-password one-time-code reset forgot forgotten change changed update updated create created \
    provider credential credentials session oauth sso ldap saml local remote database server client config settings \
    nonempty notnull deny allow allowed secured secure private public internal external basic digest bearer \
    interactive manual static dynamic common shared generic unused used valid")
});

/// Whether a word in small letters is one of these.
pub fn is_usual(word: &str) -> bool {
    USUAL.contains(word)
}
