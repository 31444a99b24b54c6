//! What looks like a secret and is none.

use crate::guard::search;

#[test]
fn what_everybody_writes_is_no_secret() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let picture = format!("![x](data:image/png;base64,{})", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ".repeat(200));
    let texts = [
        "OPENAI_API_KEY=YOUR_API_KEY",
        "export OPENAI_API_KEY=sk-...",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "api_key = \"<token>\"",
        "api_key=xxxxxxxxxxxxxxxxxxxxxxxx",
        "password = os.environ[\"DB_PASSWORD\"]",
        "password: process.env.DB_PASSWORD1",
        "const password = getPassword2(user);",
        "let password: &str = input;",
        "password: string; token: String, secret: Option<String>",
        "\"password\": \"string\"",
        "\"password\": {\"type\": \"string\", \"minLength\": 8}",
        "def login(user, password=None): return self.password",
        "The password is required. Your password is too short (8 characters).",
        "DATABASE_URL=postgres://user:password@localhost/db",
        "postgres://${DB_USER}:${DB_PASSWORD}@db.example/app",
        "https://<user>:<password>@example.com/",
        "https://user:***@example.com/",
        "git clone git@github.com:rust-lang/rust.git",
        "Co-Authored-By: Claude <noreply@anthropic.com>",
        "echo build-2024-11 > token_count.txt && echo v1.2.3 > version",
        "Retries int `default:\"30seconds\"` // token",
        "expect \"password:\" and send the form",
        "const label: { password?: \"text\" } = {}",
        "see @types/node@20.1.0 and icon@2x.png, foo@bar",
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "id 123e4567-e89b-12d3-a456-426614174000",
        digest,
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "token_count: 123456, max_tokens=4096, tokens: 128000",
        "next_page_token = \"CAUQAA3k9Zq81LmPw02Xc\"",
        "secretName: my-app-secret-2",
        "Version 1.2.3.4, 2024-01-31T12:34:56.789Z, 192.168.178.21:8080, 10.0.0.1",
        "1722470400000 1722470400123456 20240131123456",
        "order 4242424242424242 arrived",
        "Order number: 5555555555554444",
        "4242424242424241",
        "0.4242424242424242",
        "DE88 3704 0044 0532 0130 00",
        "pi = 3.14159265358979323846264338327950288",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor",
        "+1 for this, +10 %, +2000 users, UTC+02:00, C++20",
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "Authorization: Basic",
        "a task-runner risk-assessment-framework-for-large-installations",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "Keys begin with -----BEGIN RSA PRIVATE KEY----- as everybody knows",
        "eyJhbGciOi... is how they begin",
        "hunk @@ -12,7 +12,9 @@ fn main()",
        r#"<form><input type="password">forging58x</form>"#,
        "test_that_a_long_function_name_is_no_key_of_a_payment_provider",
        "curl -H \"Authorization: Basic $(echo -n ':your-password' | base64)\"",
        "let hashed_password: \"a1!b2c3d4\", password: *const u16",
        "pub Token: D3DKMT_PRESENTHISTORYTOKEN_0; private_key: ed25519.Ed25519PrivateKey",
        "oauth_params = signature_types_with_oauth_params[\n    0]",
        "pub const WPD_COOKIE: super::super::Foundation::KEY_4F3A = 0x8004D015_u32 as _;",
        "4640401278902814207, 3928768291901239810",
        "5120 5121 5122 5123 5124 5125 5126 5127",
        "+9999-12-31 23:59:59, +255959.999",
        "2374\n2375\n2376\n2377\n",
        "2374\t```\n2375\t</details>\n2376\t \n2377\t-_**Agent",
        "2024-01-31 12:30:45, 31.01.2024, 01/02/2024 10:11, 20240131-123456, 1706700645.123456",
        "part 123-45-6789, P/N: 415-555-2671, order 555-555-5555, ISBN 978-3-16-148410-0, sku 260-18-1590",
        "0123 4567 8901 2345, 01 02 03 04 05 06, 0755 0644, 012345 023456 034567, 0001 0002 0003",
        "00002890: df 06 15 31 07 04 fa 02 ae, a3 fc 04 90 21 96 26\n00003810: 06 15 31 07 04 be af 01",
        "ED 06 15 31 07 04 FB FA 9C, fe12a 07153 20704 cb1f3, 0x06, 15, 31, 07, 04",
        "9c3e5a1f-7c11-4b77-be86-370400440532, 0612345678, 13812345678, 98765 43210, 512 345 678",
        "+1 234 567 tests, +100 200 300, offset +44.2079460018, +48.8577+002.2950, -33.8688, 151.2093",
        "@@ -10,7 +10,9 @@\n+1722470400000\n+2024013112\n+ 49 30 901820",
        "1.2.3.4, v10.20.30.40, 120.0.6099.109, 2.5.4.3, 127.0.0.1:8080, 10.0.0.0/8, 203.0.113.7",
        "/home/user/x, /Users/runner/work, C:\\Users\\Public, /home/$USER, https://x.example/home/about",
        "user@host:~$ root@3f2a1b4c5d6e:/app# npm i foo@latest.beta; pkg@1.2.3.tgz; user@example.com, a@b.test",
        "Write to user@example.com\nThen wait, or to a@b.test\nI see.",
        "https://${{ secrets.GH_PAT }}:x-oauth-basic@github.com/",
        "[redacted: API key] [redacted: password] [redacted]",
        "password: [redacted: password]",
        "https://ada:[redacted: password]@example.com",
        "",
        &picture,
    ];
    let found: Vec<_> = texts
        .iter()
        .flat_map(|text| search(text).into_iter().map(move |matched| (text.get(..80).unwrap_or(text), matched)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn numbers_of_lines_are_no_card() {
    for text in [
        "2374\n2375\n2376\n2377\n",
        "2374\t```\n2375\t</details>\n2376\t \n2377\t-_**Agent",
        "2374\u{2192}\n2375\u{2192}\n2376\u{2192}\n2377\u{2192}",
        "2374 |\n2375 |\n2376 |\n2377 |\n",
        "> 2374\n> 2375\n> 2376\n> 2377",
        "2374 2375 2376 2377",
    ] {
        assert!(search(text).is_empty(), "{text:?} {:?}", search(text));
    }
    assert_eq!(search("4242\n4242\n4242\n4242").len(), 1);
}

#[test]
fn the_sentence_behind_an_example_is_no_part_of_its_address() {
    for text in [
        "Write to user@example.com.\nNo reply is needed.",
        "Ask ada@example.org.\nIt is dark.",
        "> Mail bob@localhost.\n> De nada.",
        "See a@example.com.\r\n  At noon.",
    ] {
        assert!(search(text).is_empty(), "{text:?} {:?}", search(text));
    }
    for text in ["Write to grace.hopper@mail.\nnavy.mil now.", "Write to grace@na\nvy.mil now."] {
        assert_eq!(search(text).len(), 1, "{text:?}");
    }
}

#[test]
fn pieces_of_base64_are_no_key() {
    let noise = "b3dEf9hJ".repeat(12);
    for beginning in ["EAAA", "AKIA", "AIza", "cio", "oy2", "AKCp", "LTAI", "SK"] {
        for before in ["xxxxxxxxxx/Dx+", "kJ3x9dQ2mZ8+", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"] {
            let text = format!("{before}{beginning}{noise}");
            assert!(search(&text).is_empty(), "{text} {:?}", search(&text));
        }
    }
}

#[test]
fn a_key_behind_a_word_is_found() {
    for planted in super::planted::planted() {
        let head = &planted.secret[..planted.secret.floor_char_boundary(12)];
        let has_beginning = planted.stands_alone && head.contains('_') && planted.kind != "private_key";
        for word in ["c-", "call-", "user_", "id--", "/api/v1/"] {
            let text = format!("\"id\": \"{word}{}\"", planted.secret);
            assert!(!has_beginning || search(&text).len() == 1, "{} {text}", planted.name);
        }
    }
    for text in ["cache-key-0123456789abcdef0123456789abcdef", "disk-fc-0123456789abcdef0123456789abcdef"] {
        assert!(search(text).is_empty(), "{text}");
    }
}

#[test]
fn examples_of_vendors_are_reported_to_be_sure() {
    for text in [
        ["AKIAIOSFODNN7", "EXAMPLE"].concat(),
        format!("aws_secret_access_key={}", ["wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYEXAMPLEKEY"].concat()),
    ] {
        assert_eq!(search(&text).len(), 1, "{text}");
    }
}
