//! Passwords and tokens as people tell them, and sentences that only speak of them.

use super::notations::{TOKEN, assert_found, assert_quiet};

const PASSWORD: &str = "Tr0ub4dor!9x";

#[test]
fn a_password_is_found_in_the_middle_of_a_sentence() {
    let sentences = [
        "the wifi password's §, by the way",
        "Use § as the password for the admin account.",
        "It's §, that's the password of the database",
        "The root pw on that box is §",
        "user ada and password §",
        "The password you gave me, §, is wrong",
        "Password I use everywhere: §",
        "It says wrong password when I type §",
        "My SSH passphrase (§) is on paper",
        "log in with ada / §",
        "u/p: ada/§",
        "PIN und Passwort (§) stehen auf dem Zettel",
        "mit dem Passwort § anmelden",
        "Das Passwort wurde auf § geändert.",
        "usuario ada, contraseña §",
        "le mot de passe du wifi est §",
        "lösenordet är §",
        "adgangskoden er §",
        "passordet er §",
        "heslo k serveru je §",
        "мой пароль §",
        "пароль от админки — §",
        "паролата е §",
        "ο κωδικός είναι §",
        "הסיסמה היא §",
        "كلمة المرور هي §",
        "비번: §",
        "用户名ada，密码§",
        "密码改成了§，请查收",
    ];
    assert_found(&sentences, PASSWORD);
}

#[test]
fn both_go_where_one_was_changed_to_another() {
    let text = format!("I changed the password from {PASSWORD} to {TOKEN}.");
    let redacted = super::placements::everything().text(&text).expect("something is found");
    assert!(!redacted.contains(PASSWORD) && !redacted.contains(TOKEN), "{redacted}");
}

#[test]
fn a_token_is_found_in_the_middle_of_a_sentence() {
    let sentences = [
        "The access token you need is §",
        "de API-sleutel is §",
        "API-nyckel: §",
        "API klíč: §",
        "مفتاح API: §",
        "APIキーは§です",
        "API 키는 §입니다",
    ];
    assert_found(&sentences, TOKEN);
}

#[test]
fn sentences_about_passwords_are_quiet() {
    assert_quiet(&[
        "Passwords are hashed with PBKDF2WithHmacSHA256, the password never leaves the page.",
        "The password must have 8-16 characters of A-Z and 0-9.",
        "Failed password for root from 10.0.0.1 port 53412 ssh2",
        "パスワードは8文字以上にしてください",
        "비밀번호는 8자 이상이어야 합니다.",
        "密码长度不能少于6位",
        "\"password\": \"パスワードは8文字以上で入力してください\"",
        "\"pass\": \"lang atributunun dəyəri siyahıya daxildir\"",
        "messages: {pass: 'Element\\'s default role is none'}",
        "Der Schlüssel ist OAuth2.0, секретарь: Ivan2000",
    ]);
}
