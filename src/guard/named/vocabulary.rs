//! The words for secrets, in some forty languages.

use std::borrow::Cow;

use super::names::NameKind;

/// Words by kind, divided by bars. They stand at the beginning of a word of a name, or within it if they are long
/// enough to mean nothing else.
const WORDS: [(NameKind, &str); 5] = [
    (
        NameKind::Password,
        "password|p/w|passwd|wlan-schlüssel|wlan schlüssel|wpa-schlüssel|netzwerkschlüssel|wifi key|wi-fi key|wpa key|network security key|clé wifi|clé wi-fi|clave wifi|clave del wifi|chiave wifi|passwort|passwörter|kennwort|kennwörter|passphrase|passcode|pasword|passwrod|passowrd|pass_word|passordet|adgangskoden|kodeordet|heslem|lozinku|parola d'ordine|parola d’ordine|비번|access code|access_code|accesscode|passord|pwd|pass|\
         pswd|psw|pw|psk|bindpw|requirepass|masterauth|userpass|\
         dbpass|rootpass|adminpass|mypass|smtppass|ftppass|mailpass|ldappass|vncpass|storepass|keypass|rootpw|adminpw|\
         identified by|contraseña|contrasena|palabra clave|clave|mot de passe|mots de passe|motdepasse|mdp|senha|\
         wachtwoord|lösenord|losenord|parolă|palavra-passe|palavra passe|palavra-chave|contrasenya|contrasinal|pasahitza|nenosiri|\
         kata laluan|şifrə|tunnussana|lykilorð|fjalëkalim|adgangskode|kodeord|salasana|hasło|hasła|haslo|heslo|hesla|jelszó|parola|\
         şifre|şifrem|şifresi|sifre|lozinka|geslo|parool|slaptažodis|parole|parole d'ordre|kata sandi|mật khẩu|κωδικός|\
         κωδικός πρόσβασης|пароль|пароля|пароли|парола|лозинка|סיסמה|סיסמא|كلمة المرور|كلمة السر|الرقم السري|گذرواژه|\
         رمز عبور|पासवर्ड|কূটশব্দ|পাসওয়ার্ড|รหัสผ่าน|密码|密碼|口令|パスワード|暗証番号|合言葉|கடவுச்சொல்|పాస్‌వర్డ్|ਪਾਸਵਰਡ|પાસવર્ડ|ಪಾಸ್‌ವರ್ಡ್|പാസ്‌വേഡ്|پاس ورڈ|پسورد|비밀번호|암호",
    ),
    (
        NameKind::Token,
        "token|totp|sonar.login|sonarlogin|sonar_login|oauth|jwt|sessionid|phpsessid|jsessionid|pat|\
         bearer|jeton|токен|токена|令牌|トークン|토큰|رمز الوصول|टोकन",
    ),
    (
        NameKind::Secret,
        "secret|apikey|api key|api-key|accesskey|access key|secret key|private key|license key|\
         licence key|activation code|activation_code|recovery code|recovery_code|backup code|backup_code|encryption key|signing key|credential|geheimnis|secreto|segredo|clave de api|\
         clave api|chave de api|chave da api|clé api|clé d'api|clé secrète|cle api|api-schlüssel|api-sleutel|api sleutel|api-nyckel|api-nøgle|api-nøkkel|api-avain|api klíč|api kľúč|api-kulcs|cheie api|cheia api|مفتاح api|clave de la api|clé de l'api|chiave dell'api|ключ от api|ключа api|\
         api schlüssel|chiave api|klucz api|api anahtarı|ключ api|api-ключ|секретный ключ|секрет|密钥|\
         密鑰|秘钥|秘密鍵|apiキー|シークレット|api 키|api키|비밀키",
    ),
    (NameKind::Header, "authorization"),
    (NameKind::Vague, "key|auth|salt|schlüssel|ключ"),
];

/// The words to look for, each with what it names; those that are not of ASCII in capitals, too.
pub fn words() -> impl Iterator<Item = (Cow<'static, str>, NameKind)> {
    let capital = |word: &'static str| {
        let first = word.chars().next().filter(|first| !word.is_ascii() && first.is_lowercase())?;
        Some(Cow::Owned(first.to_uppercase().chain(word.chars().skip(1)).collect()))
    };
    let all = WORDS.into_iter().flat_map(|(kind, words)| words.split('|').map(move |word| (word, kind)));
    all.flat_map(move |(word, kind)| {
        [Some(Cow::Borrowed(word)), capital(word)].into_iter().flatten().map(move |word| (word, kind))
    })
}
