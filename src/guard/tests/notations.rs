//! A name and its value, as people and programs write them.

use crate::guard::search;

pub const TOKEN: &str = "lq7WaYYPxaqOxILiBqt7irjZ4QyJOBBR";

#[track_caller]
pub fn assert_found(notations: &[&str], secret: &str) {
    let wrong: Vec<_> = notations
        .iter()
        .map(|notation| notation.replace('§', secret))
        .filter(|text| {
            let start = text.find(secret).unwrap_or(0);
            !search(text).iter().any(|found| found.range == (start..start + secret.len()))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[track_caller]
pub fn assert_quiet(texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().map(|text| (text, search(text))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn on_command_lines_and_in_headers() {
    let notations = [
        "tool --token §",
        "tool --api-token=§",
        "export API_TOKEN=§",
        "set -gx API_TOKEN §",
        "$env:API_TOKEN = \"§\"",
        "setx API_TOKEN §",
        "ENV API_TOKEN §",
        "ARG API_TOKEN=§",
        "gh secret set API_TOKEN --body §",
        "docker run -e API_TOKEN=§ image",
        "java -DapiToken=§ -jar a.jar",
        "#define API_TOKEN \"§\"",
        "API_TOKEN\t§",
        "Authorization: Token §",
        "Authorization: ApiKey §",
        "Authorization: §",
        "curl -H \"Authorization: §\" x",
        "'Authorization': 'Token §'",
        "X-Api-Key: §",
        "PRIVATE-TOKEN: §",
        "https://§@github.com/a/b.git",
        "mysql -u root -p§ stars",
        "sshpass -p § ssh host",
        "redis-cli -h host -a §",
        "mongosh -u ada -p §",
        "docker login -u ada -p §",
        "echo § | docker login -u ada --password-stdin",
        "curl -u ada:§ https://x.example",
        "curl -u :§ https://x.example",
        "curl -u §: https://x.example",
        "https://x.example/?access_token=§&a=b",
    ];
    assert_found(&notations, TOKEN);
}

#[test]
fn in_languages_of_programs() {
    let notations = [
        "var apiToken string = \"§\"",
        "const apiToken: string = \"§\";",
        "let api_token: &str = \"§\";",
        "static API_TOKEN: &'static str = \"§\";",
        "let token = String::from(\"§\");",
        "val apiToken: String = \"§\"",
        "private static final String API_TOKEN = \"§\";",
        "const char api_token[] = \"§\";",
        "api_token: str = \"§\"",
        "std::string api_token{\"§\"};",
        "private string $apiToken = '§';",
        "$config['api_token'] = '§';",
        "'api_token' => '§',",
        "apiToken <- \"§\"",
        "api_token ||= \"§\"",
        "API_TOKEN ?= §",
        "API_TOKEN :::= §",
        "$apiToken .= \"§\"",
        "API_TOKEN += §",
        "api_token := \"§\"",
        "System.setProperty(\"API_TOKEN\", \"§\")",
        "os.environ.setdefault(\"API_TOKEN\", \"§\")",
        "os.Setenv(\"API_TOKEN\", \"§\")",
        "define('API_TOKEN', '§');",
        "putenv(\"API_TOKEN=§\")",
        "client.setApiToken(\"§\")",
        "{:api_token, \"§\"}",
        "{:api-token \"§\"}",
        "(setq api-token \"§\")",
        "(token . \"§\")",
        "api_token : constant String := \"§\"",
        "DECLARE @api_token NVARCHAR(50) = '§'",
        "if token == \"§\" {",
        "token = r\"§\"",
        "my $token = q{§};",
        "$token = qq(§);",
        "token = %q[§]",
        "std::string token = R\"(§)\";",
        "token := $$§$$;",
        "$token = getenv('API_TOKEN') ?: '§';",
        "Token string `envDefault:\"§\" env:\"X\"`",
        "Token   *string `yaml:\"t\" default:\"§\"`",
        "string Token { get; } = \"§\";",
        "public string ApiKey { get; private set; } = \"§\";",
        "val token by lazy { \"§\" }",
        "var token: String { \"§\" }",
        "fn token() -> &'static str { \"§\" }",
        "function getToken() { return \"§\"; }",
        "token(): Promise<string> { return '§' }",
        "string Token { get { return \"§\"; } }",
        "const token = () => \"§\";",
        "const getToken = async (user) => `§`",
        "def token(self) -> str:\n    return \"§\"",
    ];
    assert_found(&notations, TOKEN);
}

#[test]
fn in_settings_markup_and_tables() {
    let notations = [
        "- name: API_TOKEN\n  value: \"§\"",
        "\"name\": \"API_TOKEN\", \"value\": \"§\"",
        "{\n  \"value\": \"§\",\n  \"name\": \"API_TOKEN\"\n}",
        "<apiToken>§</apiToken>",
        "<apiToken>\n  §\n</apiToken>",
        "<add key=\"ApiToken\" value=\"§\" />",
        "<add\n  key=\"ApiToken\"\n  value=\"§\" />",
        "<string name=\"api_token\">§</string>",
        "{\\\"apiToken\\\": \\\"§\\\"}",
        "[auth]\ntoken = §",
        "variable \"api_token\" {\n  type = string\n  default = \"§\"\n}",
        "token: >-\n  §",
        "Token\n  §",
        "- Token:\n  - `§`",
        "| name | token |\n|---|---|\n| ada | § |",
        "name,token\nada,§",
        "NAME      TOKEN\nada       §",
    ];
    assert_found(&notations, TOKEN);
}

#[test]
fn in_other_languages_of_people() {
    let notations = [
        "密码：§",
        "密码是 §",
        "пароль: §",
        "Пароль — §",
        "パスワード: §",
        "パスワードは§",
        "비밀번호: §",
        "el token es §",
        "la contraseña es §",
        "le mot de passe est §",
        "mot de passe : §",
        "şifre: §",
        "hasło: §",
        "wachtwoord: §",
        "senha: §",
        "كلمة المرور: §",
        "סיסמה: §",
        "รหัสผ่าน: §",
        "Das Kennwort lautet §",
        "The API key for the staging server is §",
    ];
    assert_found(&notations, TOKEN);
}

#[test]
fn behind_names_of_keys() {
    let names = [
        "encryptionKey = \"§\"",
        "HMAC_KEY=§",
        "license_key: §",
        "AUTH=§",
        "BOT_KEY=§",
        "?key=§",
        "pass: §",
        "sessionid=§",
        "salt = \"§\"",
        "trello_key: §",
        "klaviyo PRIVATE §",
        "mapquestKEY §",
    ];
    assert_found(&names, TOKEN);
    for name in
        ["public_key", "sort_key", "cache_key", "primaryKey", "idempotency_key", "next_page_token", "token_hash"]
    {
        assert_quiet(&[&format!("{name} = \"{TOKEN}\"")]);
    }
}

#[test]
fn passwords_of_letters_count_in_settings_only() {
    let settings = [
        "DB_PASSWORD=§",
        "{\"password\": \"§\"}",
        "passwd: §",
        "password = \"§\"",
        "MYSQL_ROOT_PASSWORD: §",
        "docker run -e MYSQL_ROOT_PASSWORD=§ mysql",
        "user: ada\npassword: §\nport: 5432",
    ];
    assert_found(&settings, "swordfish");
    assert_found(&["--from-literal=password=§", "jdbc:mysql://h/x?user=ada&password=§", "requirepass §"], "letmein");
    assert_found(&["password = \"§\"", "\"passphrase\": \"§\""], "copper lantern gravel walnut");
    assert_quiet(&[
        "My password is swordfish",
        "You have to pass `filter` here",
        "PASSWORD=changeme",
        "DB_PASSWORD=${DB_PASSWORD}",
        "password: string",
        "password: required",
        "interface A {\n  password: Foo\n}",
        "password = getpass()",
        "password=password",
        "\"password\": \"Passwort\"",
        "passwordLabel:\"Password:\",rememberMe:\"yes\"",
        "password = auth[2]",
        "const PASSWORD_FLAG: u32 = 2048u32;",
        "'pwd', 'quiver3', 'quit'",
        "password: process.env.X",
    ]);
}

#[test]
fn punctuation_is_part_of_a_secret() {
    assert_found(&["SECRET_KEY = \"§\"", "SECRET_KEY=§"], "django-insecure-x$4k!w#@p7=1q8&z0v^m2e+r3t*y5u");
    assert_found(&["define('AUTH_KEY', '§');"], "k;8#Zp!v@2Lx^w(9)Q_u+|e~7R$%m}J4&hT{nB*y");
    assert_found(&["APP_KEY=§"], "base64:3vTq0n7kZr2mY8wXb5LcA1dGfHs9jPuEoRiWxNzQ4tU=");
    assert_found(&["api_secret: §", "password: §", "\"password\": \"§\""], "Zx4K!p9Lm#2Qr7$Ns3Vt");
}

#[test]
fn names_of_services_within_words_are_none() {
    let value = format!("00{}", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0eF3hJ5kL7n");
    assert_quiet(&[&format!("rookTable = {value}"), &format!("AWS::CloudFront::KeyGroup: {TOKEN}")]);
}

#[test]
fn hashes_of_passwords_and_keys_of_wallets() {
    let alnum =
        "Zr7Qx2Lm9Kd4Vb8Nc1Hs6Jf3Gt5Wp0YaUeRi7To2Ps4Df6Gh8Jk0Lz1Xc3Vb5Nm7Qw9ErTyUiOpAsDfGhJkLzXcVbNm12345678901234";
    let hex = "3f786850e387550fdab836ed7e6dc881de23001b9c1fd2a4".repeat(3);
    let bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".repeat(2);
    for secret in [
        format!("$1${}${}", &alnum[..8], &alnum[8..30]),
        format!("$apr1${}${}", &alnum[..8], &alnum[8..30]),
        format!("$2b$12${}", &alnum[..53]),
        format!("$5$rounds=5000${}${}", &alnum[..16], &alnum[16..59]),
        format!("$6${}${}", &alnum[..16], &alnum[16..102]),
        format!("$y$j9T${}${}", &alnum[..22], &alnum[22..65]),
        format!("$argon2id$v=19$m=65536,t=3,p=4${}${}", &alnum[..22], &alnum[22..65]),
        format!("{{SSHA}}{}", &alnum[..32]),
        format!("$krb5asrep$23$ada@STARS.EXAMPLE:{}${}", &hex[..32], &hex[..128]),
        format!("xprv{}", &alnum.replace(['0', 'O', 'I', 'l'], "x").repeat(2)[..107]),
        format!("nsec1{}", &bech32[..58]),
    ] {
        assert_found(&["found § there"], &secret);
    }
    assert_found(&["Administrator:500:aad3b435b51404eeaad3b435b51404ee:§:::"], &hex[..32]);
}

#[test]
fn every_value_goes_also_where_nothing_but_semicolons_divides_a_hundred_of_them() {
    let value = |number: u32| format!("Zr7Qx2Lm9Kd4Vb8Nc1Hs{number:03}");
    let text: String = (0..100).map(|number| format!("API_TOKEN_{number}={};", value(number))).collect();
    let redacted = super::placements::everything().text(&text).expect("something is found");
    let left: Vec<u32> = (0..100).filter(|number| redacted.contains(&value(*number))).collect();
    assert!(left.is_empty(), "{left:?}");
}
