//! What programs of many kinds keep, print and take, beyond the notations that they share.

use super::notations::{TOKEN, assert_found, assert_quiet};

const PASSWORD: &str = "Tr0ub4dor!9x";

#[test]
fn settings_hold_a_value_among_what_else_is_said_of_it() {
    let notations = [
        "Parameters:\n  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: §\n",
        "\"DBPassword\": {\n  \"Type\": \"String\",\n  \"Default\": \"§\"\n}",
        "<AdministratorPassword>\n  <Value>§</Value>\n  <PlainText>true</PlainText>\n</AdministratorPassword>",
        "<meta name=\"api-key\" content=\"§\">",
        "password: !plain-text §",
        "    DefaultPassword    REG_SZ    §",
        "[\"password\"]=>\n  string(12) \"§\"",
        "a:1:{s:8:\"password\";s:12:\"§\";}",
        "chpasswd:\n  list: |\n    root:§\n",
        "stats auth admin:§",
        "cache_peer proxy parent 3128 0 login=ada:§",
        "[smtp.stars.example]:587 ada:§",
        "rocommunity §",
        "tacacs-server key §",
        "CARGO_REGISTRY_TOKEN=§",
        "GROUP_PASSWORD=§",
    ];
    assert_found(&notations, TOKEN);
    let state = "\"type\": \"random_password\", \"instances\": [{\"attributes\": {\"length\": 16, \"result\": \"§\"}}]";
    assert_found(&[state], PASSWORD);
    assert_quiet(&[
        "password: !Ref DBPassword2",
        "wifi_password: !secret wifi_password1",
        "Password:\n  Type: String\n  MinLength: 8\nOther:\n  Default: x1y2z3",
        "<input id=\"password2\" name=\"password2\" type=\"password\">",
        "this.password = password2;",
        "pub const TIMESTAMP_TOKEN: &str = \"1.2.840.113549.1.9.16.1.4\";",
        "type Code = 'TokenInvalidSdJwtTyp2' | 'TokenMissingSdJwtIss2'",
        "registry_key = \"Software7Stars2Login9\"",
    ]);
}

#[test]
fn connection_strings_and_addresses() {
    let notations = [
        "Driver={ODBC Driver 18};Server=x;Uid=sa;Pwd={§};",
        "jdbc:oracle:thin:scott/§@//db:1521/x",
        "db, err := sql.Open(\"mysql\", \"ada:§@tcp(db:3306)/x\")",
    ];
    assert_found(&notations, PASSWORD);
    let addresses = [
        "https://discord.com/api/webhooks/123456789012345678/§",
        "https://stars.example/reset-password/§",
        "https://b.s3.amazonaws.com/k?Signature=§&Expires=1700000000",
    ];
    assert_found(&addresses, &TOKEN.repeat(2));
}

#[test]
fn commands_and_calls() {
    let notations = [
        "az sql server create -n x -u ada -p §",
        "winrs -r:srv -u:ada -p:§ hostname",
        "signtool sign /f x.pfx /p § a.exe",
        "useradd -p $(openssl passwd -1 §) ada",
        "echo §| vercel env add API_KEY production",
        "(echo §; echo §) | smbpasswd -s -a ada",
        "echo '§' > .vault_pass",
        "req.basic_auth 'ada', '§'",
        "driver.find_element(By.ID, 'password').send_keys('§')",
        "await page.fill('#password', '§')",
        "await page.getByLabel('Password').fill('§')",
        "cy.get('[name=password]').type('§')",
        "fill_in 'Password', with: '§'",
        "Input Password    id:pw    §",
    ];
    let left: Vec<_> = notations
        .iter()
        .map(|notation| super::placements::everything().text(&notation.replace('§', PASSWORD)))
        .zip(notations)
        .filter(|(redacted, _)| redacted.as_ref().is_none_or(|text| text.contains(PASSWORD)))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
    let tokens = [
        "https -A bearer -a § stars.example/api",
        "hmac.new(b'§', message, sha256)",
        "app.use(cookieParser('§'))",
        "algoliasearch('APPID12345', '§')",
        "Client('AC0123456789abcdef0123456789abcdef', '§')",
    ];
    assert_found(&tokens, TOKEN);
    assert_quiet(&["perldoc -u Some::Modulename2", "docker run -u 1000 -p 8080:80 stars"]);
}

#[test]
fn tables_of_databases() {
    let tables = ["COPY users (id, name, password) FROM stdin;\n1\tada\t§\n\\.\n", "id|token\n1|§\n"];
    assert_found(&tables, TOKEN);
}

#[test]
fn strings_put_together_from_pieces_go_whole() {
    let (a, b) = TOKEN.split_at(16);
    for text in [
        format!("token = '{a}' +\n  '{b}';"),
        format!("api_key = (\n  \"{a}\"\n  \"{b}\"\n)"),
        format!("$token = '{a}' . '{b}';"),
    ] {
        let redacted = super::placements::everything().text(&text).expect("something is found");
        assert!(!redacted.contains(a) && !redacted.contains(b), "{redacted}");
    }
}

#[test]
fn hashes_in_files_of_compose_have_each_mark_twice() {
    let hash = format!("$$apr1$$h6uskkkW$${}", &TOKEN[..22]);
    let redacted = super::placements::everything().text(&format!("users=ada:{hash}")).expect("something is found");
    assert!(!redacted.contains(&TOKEN[..22]), "{redacted}");
}

#[test]
fn lists_behind_a_name_in_the_plural() {
    let (a, b) = (TOKEN, "Zr7Qx2Lm9Kd4Vb8Nc1Hs6Jf3Gt5Wp0Ya");
    for list in [
        "api_keys:\n  - §\n  - ±\nport: 8080",
        "\"api_keys\": [\"§\", \"±\"]",
        "API_KEYS = ['§',\n  '±']",
        "API_KEYS=§,±",
        "\"tokens\": [\"§\", \"±\"]",
        "passwords = [\"§\", \"±\"]",
        "passwords:\n- '§'\n- \"±\"\n",
    ] {
        let text = list.replace('§', a).replace('±', b);
        let redacted = super::placements::everything().text(&text).expect("something is found");
        assert!(!redacted.contains(a) && !redacted.contains(b), "{redacted}");
    }
    assert_quiet(&[
        "tokens = [\"hello\", \"world2\", \"[CLS]\"]",
        "\"keys\": [\"lq7WaYYPxaqOxILiBqt7\"]",
        "primary_keys: [\"user_id_2024\"]",
        "passwords = [\"hello\", \"qwerty1\"]",
        "secrets:\n  - db_password_v2\n  - source: api_token2\n",
        "max_tokens: [4096, 8192]",
    ]);
}
