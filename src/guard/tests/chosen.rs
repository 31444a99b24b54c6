//! Passwords that look like sentences, variables or placeholders; lists of passwords; and keys of platforms.

use super::notations::{TOKEN, assert_found, assert_quiet};

const PASSWORD: &str = "Tr0ub4dor!9x";

#[test]
fn passwords_of_several_words_are_found() {
    let notations = [
        "password: \"§\"",
        "DB_PASSWORD='§'",
        "{\"password\": \"§\"}",
        "Passwort: „§“",
        "--password \"§\"",
        "<password>§</password>",
        "<string name=\"wifi_password\">§</string>",
        "{\"name\": \"DB_PASSWORD\", \"value\": \"§\"}",
    ];
    for phrase in
        ["copper lantern gravel walnut", "Copper Lantern Gravel Walnut", "Winter Rain 2031", "C0pper & 3 lanterns"]
    {
        assert_found(&notations, phrase);
    }
    assert_found(&["passphrase: §", "passphrase = §", "password: |\n  §\n"], "copper lantern gravel walnut");
    assert_quiet(&[
        "\"password\": \"Must be at least 8 characters\"",
        "\"password\": \"Das Passwort muss mindestens 8 Zeichen haben\"",
        "\"password\": \"Sent 5 minutes ago\"",
        "<password>Enter your password here</password>",
        "<string name=\"password\">Choose a new password</string>",
        "passphrase: choose something long that only you know",
        "password: 'Step 2 of 3'",
    ]);
}

#[test]
fn passwords_that_begin_like_a_placeholder_are_found() {
    for password in ["$ecr3tP4ss!x", "@dmin2031!x", "#Winter2031!", "%Tg7&kk2!pQ", "!Wint3r&x9", "ChangeMe2031!Prod"] {
        assert_found(&["password: §", "\"password\": \"§\""], password);
    }
    assert_found(&["API_KEY=§"], "your_x9Kd82LmQpZ74vTnB3sW");
    assert_quiet(&[
        "password: $DB_PASSWORD1",
        "password: %env(DB_PASSWORD1)%",
        "password: #{ENV[\"PW1\"]}",
        "password: '#password-field1'",
        "password: \"%s!%d\"",
        "SA_PASSWORD=YourStrong!Passw0rd",
        "password: your_password_123",
        "API_KEY=your_api_key_here_1234567890",
        "password: 'ChangeMe123!'",
    ]);
}

#[test]
fn lists_of_passwords_are_found() {
    let lists = [
        "passwords = ['§', 'Other7!x9kk']",
        "passwords = {\"ada\": \"§\", \"bob\": \"Other7!x9kk\"}",
        "PASSWORDS: { ada: \"§\" }",
        "My passwords are §, and Other7!x9kk",
        "Passwörter: §, Other7!x9kk",
        "Here are the passwords:\n\nadmin: §\nroot: Other7!x9kk",
        "Passwords\n1. §\n2. Other7!x9kk",
    ];
    assert_found(&lists, PASSWORD);
    assert_found(&["passwords = ['§', 'lanternfish7']"], "dragonfly9");
    let codes = "a1b2c-3d4e5\nf6g7h-8i9j0";
    assert_found(&["Recovery codes:\n§\n"], codes);
    assert_quiet(&[
        "common_passwords = [\"123456\", \"password1\", \"dragonfly2019\"]",
        "passwords = [\"password1\", \"password2\"]",
        "Passwords:\n1. Use 12 characters\n2. Add a symbol",
        "Passwords: 3 found, 2 weak",
        "Recovery codes:\nKeep them safe.\nThey work once.",
        "backup codes were generated on 2024-05-01 10:00",
    ]);
}

#[test]
fn keys_of_wireless_networks_and_calls_are_found() {
    let notations = [
        "WLAN-Schlüssel: §",
        "p/w: §",
        "try §, it's the admin password",
        "pymysql.connect('db', 'ada', '§')",
        "| Passwort: | `§` |",
        "Password ➜ §",
        "password #1: §",
        "snmp-server user ada x v3 auth sha §",
        "snmp-server user ada x v3 auth sha 0therW0rd priv aes 128 §",
    ];
    assert_found(&notations, PASSWORD);
    assert_found(&["Schlüssel für die API: §"], TOKEN);
    assert_quiet(&["Schlüssel: Haustür2", "ключ: значение123"]);
}

#[test]
fn keys_of_platforms_are_found_by_their_form() {
    let hex = "3f786850e387550fdab836ed7e6dc881de23001b9c1fd2a4e07b5d6382c4910f";
    let uuid = "3f786850-e387-450f-ab83-6ed7e6dc881d";
    let alnum = "Zr7Qx2Lm9Kd4Vb8Nc1Hs6Jf3Gt5Wp0YaUeRi7To2Ps4Df6Gh8Jk0Lz1Xc3Vb5Nm7Qw9ErTyUiOp";
    for key in [
        format!("st.{}.{}.{}", &hex[..24], &hex[..32], &hex[32..]),
        format!("st.{uuid}.{}.{}", &hex[..32], &hex[32..]),
        format!("snyk_uat.{}.{}.{}", &hex[..8], &alnum[..60], &alnum[..43]),
        format!("{}.{}", &hex[..32], &alnum[..16]),
        format!("AKLT{}", &alnum[..47]),
        format!("bce-v3/ALTAK-{}/{}", &alnum[..21], &hex[..40]),
        format!("sk-helicone-{}-{}-{}-{}", &hex[..7], &hex[7..14], &hex[14..21], &hex[21..28]),
        format!("BSA{}", &alnum[..28]),
        format!("polar_oat_{}", &alnum[..43]),
        format!("signkey-prod-{hex}"),
        format!("secret-live-{}=", &alnum[..35]),
        format!("dtn_{hex}"),
        format!("ak-{}", &alnum[..22]),
        format!("0.{uuid}.{}:{}==", &alnum[..30], &alnum[..22]),
        format!("{}JQQJ99BAACAAAAAAAAAAAAASAZDO{}", &alnum[..52], &alnum[..4]),
        format!("crsr_{hex}"),
        format!("ck_{}", &hex[..40]),
        format!("CCDB1_{}_{}", &alnum[..22], &alnum[..40]),
        format!("AVNS_{}", &alnum[..19]),
        format!("vk1.a.{alnum}"),
        format!("syt_YWRh_{}_{}", "EgAYEKUDwyVzqWnpBCwZ", &alnum[..6]),
        format!("mfa.{}{}", &alnum, &alnum[..10]),
        format!("Atzr|{alnum}"),
    ] {
        assert_found(&["I tried § today", "```\n§\n```"], &key);
    }
    let sums = format!("{}.{}", &hex[..32], &hex[32..48]);
    let names = [
        "/static/3f786850e387550fdab836ed7e6dc881.vendorscripts01.js",
        "secret-manager-for-the-database-of-users-number-12",
    ];
    assert_quiet(&[&sums, names[0], names[1], "polar_to_cartesian_coordinates_of_spheres", "as-soon-as-possible-1234"]);
}
