//! What a share redacts: kinds of secrets, single findings, words.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

/// The longest word of an owner that is redacted, in characters.
pub const LONGEST_WORD: usize = 1000;

/// What something that nobody should publish by accident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// A key that a service gave out for its API.
    ApiKey,
    /// A token that somebody signed in or was let in with: OAuth, JWT, session.
    AccessToken,
    /// A password, in a URL, a connection string or an assignment.
    Password,
    /// A private key, in PEM, OpenSSH or PuTTY form.
    PrivateKey,
    /// The number of a payment card.
    CardNumber,
    /// An international bank account number.
    BankAccount,
    /// The number under which a state, a tax office or a health service knows a person.
    IdentityNumber,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A public network address.
    IpAddress,
    /// The path of a person's home folder, which names them.
    HomeFolder,
    /// A person as a program prints them: the author of a commit, a shell's `user@host`.
    UserName,
    /// A file that could not be searched.
    UnsearchedFile,
}

impl SecretKind {
    /// All of them, the most dangerous first.
    pub const ALL: [Self; 13] = [
        Self::ApiKey,
        Self::AccessToken,
        Self::Password,
        Self::PrivateKey,
        Self::CardNumber,
        Self::BankAccount,
        Self::IdentityNumber,
        Self::Email,
        Self::Phone,
        Self::IpAddress,
        Self::HomeFolder,
        Self::UserName,
        Self::UnsearchedFile,
    ];

    /// Its name in the API and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api_key",
            Self::AccessToken => "access_token",
            Self::Password => "password",
            Self::PrivateKey => "private_key",
            Self::CardNumber => "card_number",
            Self::BankAccount => "bank_account",
            Self::IdentityNumber => "identity_number",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IpAddress => "ip_address",
            Self::HomeFolder => "home_folder",
            Self::UserName => "user_name",
            Self::UnsearchedFile => "unsearched_file",
        }
    }

    /// What it is called in a sentence, and in its place: `API key`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ApiKey => "API key",
            Self::AccessToken => "access token",
            Self::Password => "password",
            Self::PrivateKey => "private key",
            Self::CardNumber => "card number",
            Self::BankAccount => "bank account",
            Self::IdentityNumber => "identity number",
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::IpAddress => "IP address",
            Self::HomeFolder => "home folder",
            Self::UserName => "user name",
            Self::UnsearchedFile => "file",
        }
    }

    /// What a reader finds in its place: `[redacted: API key]`, and `~` for a home folder, so that paths stay paths.
    pub fn replacement(self) -> Cow<'static, str> {
        match self {
            Self::HomeFolder => Cow::Borrowed("~"),
            kind => Cow::Owned(format!("[redacted: {}]", kind.label())),
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it opens something, or pays, to who has it; the others tell about people, or may.
    pub const fn is_credential(self) -> bool {
        matches!(
            self,
            Self::ApiKey | Self::AccessToken | Self::Password | Self::PrivateKey | Self::CardNumber | Self::BankAccount
        )
    }

    /// Whether a name or number of this kind is another one within a longer word or number.
    pub const fn is_whole_word(self) -> bool {
        matches!(self, Self::IdentityNumber | Self::Phone | Self::IpAddress | Self::HomeFolder | Self::UserName)
    }
}

/// What a share leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Redactions {
    /// Everything of these kinds, also in messages that are yet to come.
    pub kinds: BTreeSet<SecretKind>,
    /// These texts wherever they stand, each found as something of its kind.
    pub findings: BTreeSet<(SecretKind, String)>,
    /// These stay although their kind is redacted: the owner looked at them and found no harm.
    pub harmless: BTreeSet<(SecretKind, String)>,
    /// The owner's own words, in either case.
    pub words: BTreeSet<String>,
}

impl Redactions {
    /// Nothing is left out.
    pub const NONE: Self =
        Self { kinds: BTreeSet::new(), findings: BTreeSet::new(), harmless: BTreeSet::new(), words: BTreeSet::new() };

    /// Whether that is left out as something of its kind.
    pub fn include(&self, kind: SecretKind, text: &str) -> bool {
        let finding = (kind, text.to_owned());
        (self.kinds.contains(&kind) || self.findings.contains(&finding)) && !self.harmless.contains(&finding)
    }

    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.findings.is_empty() && self.words.is_empty()
    }
}
