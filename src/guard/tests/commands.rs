//! Secrets without a name, or with one that stands somewhere else: arguments of commands, what calls are given, rows of
//! statements, what settings fall back on.

use super::notations::{TOKEN, assert_found, assert_quiet};

const PASSWORD: &str = "Tr0ub4dor!9";

#[test]
fn commands_take_passwords_and_tokens() {
    let passwords = [
        "zip -P § a.zip b",
        "echo § > ~/.vault-token",
        "echo -n \"§\" > /run/secrets/db_password",
        "printf '%s' '§' | sudo tee /etc/app/api-key",
        "echo § | gh auth login --with-token",
        "echo -n § | gcloud secrets create db --data-file=-",
        "printf § | cryptsetup open /dev/sda2 data -",
        "az keyvault secret set --vault-name v --name db --value §",
        "aws secretsmanager create-secret --name db --secret-string §",
        "expect \"*assword:\"\nsend \"§\\r\"",
        "child.expect('Password:')\nchild.sendline('§')",
        "WiFi.begin(\"Stars\", \"§\");",
        "unzip -P § a.zip",
        "7z x a.7z -p§",
        "rar x -p§ a.rar",
        "twine upload -u __token__ -p § dist/*",
        "sqlcmd -S h -U sa -P §",
        "cqlsh -u ada -p § h",
        "plink -pw § ada@h",
        "ssh-keygen -t ed25519 -N \"§\" -f k",
        "openssl enc -aes-256-cbc -k § -in a",
        "openssl rsa -passin pass:§ -in k",
        "htpasswd -bc f ada '§'",
        "htpasswd -nb ada §",
        "sqlplus ada/§@db",
        "smbclient //h/s -U ada%§",
        "net use Z: \\\\h\\s /user:ada §",
        "requirepass §",
        "bindpw §",
        "username ada password 0 §",
        "enable secret 5 §",
        "snmp-server community §",
        "curl -uada:§ https://h.example",
        "http -a ada:§ h.example",
        "http --auth ada:§ GET h.example",
        "SSHPASS=§ sshpass -e ssh h",
        "kinit ada <<< §",
        "bcp t out f -U sa -P §",
        "rabbitmqctl add_user ada §",
        "wpa_passphrase Stars §",
        "net user ada § /add",
        "mc alias set m https://h.example ada §",
        "NEO4J_AUTH=neo4j/§",
        "usermod -p '§' ada",
        "mosquitto_pub -u ada -P § -t x",
        "nmcli dev wifi connect Stars password §",
        "keytool -genkey -storepass § -alias a",
        "schtasks /create /tn a /ru ada /rp § /sc daily",
        "reg add HKCU\\A /v DbPassword /t REG_SZ /d § /f",
        "defaults write org.example.app Password -string §",
        "security add-generic-password -a ada -s h -w §",
        "security unlock-keychain -p § login.keychain",
        "composer config http-basic.repo.example.org ada §",
        "ansible-vault encrypt_string '§' --name db_password",
        "dotnet nuget add source https://h.example -u ada -p §",
        "ipmitool -I lanplus -H h -U ada -P § power status",
        "snmpget -v2c -c § h sysName.0",
        "snmpwalk -v3 -l authPriv -u ada -A § h",
        "snmpwalk -v3 -l authPriv -u ada -X § h",
        "lftp -u ada,§ h.example",
        "ftp> user ada §",
        "expdp ada/§@db",
        "cryptsetup open /dev/sdb1 data <<< §",
        "SET PASSWORD FOR 'ada'@'%' = '§';",
        "WIFI:T:WPA;S:Stars;P:§;;",
        "WIFI:S:Stars;P:§;T:WPA;H:false;;",
    ];
    assert_found(&passwords, PASSWORD);
    let tokens = [
        "vault login §",
        "cargo login §",
        "gh auth login --with-token <<< §",
        "app --set ::api_token §",
        "[\"--api-token\", \"§\"]",
        "az keyvault secret set --name ApiToken --value §",
        "Set-Variable -Name ApiToken -Value \"§\"",
        "https://h.example/c?sv=2020&sig=§",
        "tool deploy -t § --now",
        "https://§:x-oauth-basic@github.com/a/b",
        "https://§:@api.example.com/v1",
    ];
    assert_found(&tokens, TOKEN);
}

#[test]
fn calls_take_passwords_and_tokens() {
    let passwords = [
        "login(\"ada\", \"§\")",
        "authenticate('ada', '§')",
        "requests.get(u, auth=(\"ada\", \"§\"))",
        ".basic_auth(\"ada\", Some(\"§\"))",
        "DriverManager.getConnection(\"jdbc:x\", \"ada\", \"§\")",
        "mysqli_connect(\"h\", \"ada\", \"§\", \"db\")",
        "new PDO($dsn, 'ada', '§')",
        "ConvertTo-SecureString -String '§' -AsPlainText",
        "jwt.sign(payload, \"§\")",
        "client.setPassword(\"§\")",
        "builder.user(\"ada\").password(\"§\")",
        "db.auth(\"ada\", \"§\")",
        "UPDATE users SET h = crypt('§', gen_salt('bf'))",
        "CREATE USER ada IDENTIFIED WITH sha256_password BY '§'",
    ];
    assert_found(&passwords, PASSWORD);
    let tokens = [
        "client.login('§')",
        "bot.run(\"§\")",
        "jwt.verify(token, '§')",
        "credentials.NewStaticCredentials(\"id\", \"§\", \"\")",
        "Secret::new(\"§\")",
        "apiKey.set(\"§\")",
        "buildConfigField(\"String\", \"API_KEY\", \"\\\"§\\\"\")",
        "-define(API_TOKEN, \"§\").",
        "{api_token, <<\"§\">>}",
        "\"Authorization\": \"Bearer \" + \"§\"",
        "let apiKey = NSString(string: \"§\")",
        "let apiKey: string | undefined = \"§\";",
    ];
    assert_found(&tokens, TOKEN);
}

#[test]
fn settings_fall_back_on_secrets() {
    let notations = [
        "process.env.API_TOKEN || \"§\"",
        "process.env.API_TOKEN ?? '§'",
        "ENV[\"API_TOKEN\"] || \"§\"",
        "os.environ.get(\"API_TOKEN\") or \"§\"",
        "API_TOKEN=\"${API_TOKEN:-§}\"",
        "token: !vault §",
        "token: &tok §",
        "token:\n  value: §",
        "parser.add_argument(\"--token\", default=\"§\")",
        "config.get('token', fallback='§')",
        "ENV.fetch(\"API_TOKEN\") { \"§\" }",
        "env(\"API_TOKEN\").unwrap_or(\"§\".into())",
        "token: \"{{ env.TOKEN | default('§') }}\"",
        "{\"apiKey\": {\"value\":\"§\"}}",
    ];
    assert_found(&notations, TOKEN);
}

#[test]
fn rows_and_cells_belong_to_a_name() {
    let notations = [
        "INSERT INTO users (id, name, password) VALUES (1, 'ada', '§');",
        "insert into `t` (`password`, `n`) values ('§', 'O''Hara'), ('x', 'y')",
        "SET PASSWORD FOR 'ada'@'h' = PASSWORD('§');",
        "<td>Password</td><td>§</td>",
        "<dt>Password</dt>\n<dd><code>§</code></dd>",
        "<key>Password</key><string>§</string>",
        "{\"op\": \"add\", \"path\": \"/password\", \"value\": \"§\"}",
        "Credentials: ada / §",
        "Zugangsdaten: `ada` / `§`",
        "creds = ada:§",
        "basic auth: ada:§",
        " name | password\n------+----------\n ada  | §\n(1 row)",
        "+------+----------+\n| name | password |\n+------+----------+\n| ada  | §  |\n+------+----------+",
        "┌──────┬──────────┐\n│ name │ password │\n├──────┼──────────┤\n│ ada  │ § │\n└──────┴──────────┘",
        "┃ name ┃ password ┃\n┡━━━━━━╇━━━━━━━━━━┩\n│ ada  │ § │",
        "password = <<~EOS\n§\nEOS",
        "password = (\n    \"§\"\n)",
    ];
    assert_found(&notations, PASSWORD);
    assert_found(&["key,value\napi_token,§", "\"api_token\",\"§\"", "api_token;§"], TOKEN);
}

#[test]
fn people_say_it_in_many_ways() {
    let notations = [
        "The password was changed to §",
        "password is now §",
        "合言葉: §",
        "parolă: §",
        "palavra-passe: §",
        "contrasenya: §",
        "கடவுச்சொல்: §",
        "Password (staging): §",
        "Password - §",
        "Password..........: §",
        "heslo je §",
        "Parola este §",
        "पासवर्ड है §",
        "รหัสผ่านคือ §",
        "mật khẩu là §",
        "الرقم السري: §",
        "MDP : §",
        "clave: §",
        "Şifrem §",
        "pw: §",
        "ACCESS_CODE=§",
    ];
    assert_found(&notations, "Tr0ub4dor!9sVq27LmPw");
    assert_found(&["{\"secrets\": [\"§\"]}", "tokens = [\"§\"]"], TOKEN);
}

#[test]
fn code_that_looks_alike_is_quiet() {
    assert_quiet(&[
        "def f(self, credentials=None, secure=None, timeout=5.0):",
        "authenticate(credentials: Credentials | null): Promise<void> {",
        "let mut credentials = Credentials::NONE;",
        "<SecretAccessKey>secretkey</SecretAccessKey>\n<Expiration>2011-07-15T23:28:33.359Z</Expiration>",
        "pub const IOC_OPAL_SET_PW: u32 = 1109422304;",
        "login(\"admin\", \"dashboard\")",
        "unzip -p archive.zip | less",
        "if (!password) { return \"Password1 required\"; } if (!token) { return 'missing-token-1234'; }",
        "password(): string { return \"invalid\"; } const token = () => \"none\";",
        "token: { \"lq7WaYYPxaqOxILiBqt7\": 1 }, token = { \"lq7WaYYPxaqOxILiBqt7\" }",
        "string Password { get; set; } = \"\"; getToken() { return this.token1; }",
        "password = q(name); token = %w(alpha beta); secret /usr/lib/",
        "snmpget -v2c -c public h sysName.0; ftp> user anonymous guest",
        "WIFI:T:nopass;S:Cafe;;",
        "250-AUTH PLAIN LOGIN\n250 AUTH LOGIN PLAIN XOAUTH2\nuse auth plain authentication",
        "reg add HKCU\\A /v Color /t REG_SZ /d x7y8z9",
        "app.run(\"0.0.0.0\")",
        "INSERT INTO users (name, password) VALUES ($1, $2)",
        "INSERT INTO t (name, token_id) VALUES ('ada', 'a1b2c3d4e5f6g7h8i9j0k1l2')",
        "Passwords - what you need to know",
        "tokens: 128000 || max_tokens",
        "assert_eq!(lex(token, \"identifier_in_text\"), 3)",
        "process.env.API_TOKEN || 'your-token'",
        "<td>Token</td><td>Description</td>",
        "git login prompts",
        "the secret 5 star hotel, password 1 of 3",
        "docker build -t registry-mirror-with-cache-2 .",
        "git log -t 3f786850e387550fdab836ed7e6dc881de23001b",
        "form.password(\"Choose\")",
        "Pass 'parameters' and/or 'annotations'",
        "const PATTERN = /https?:\\/\\/(.{1,256}):x-oauth-basic@github.com\\//g;",
        "pub const KDF_RAW_SECRET: ::windows_sys::core::PCWSTR = ::windows_sys::core::w!(\"TRUNCATE\");",
        "fn execute(&self, request: OAuthHttpRequest) -> OAuthHttpClientFuture<'_> {",
        "parser.add_argument(\"--token\", default=\"the-token-of-the-file-2\")",
        "http -a server:port",
        " name | password\n------+----------\n ada  | not set",
        "\"password\": \"Please enter your password again\"",
        "password = \"must match the one above\"",
    ]);
}
