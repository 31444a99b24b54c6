//! Values that are words of their text, too: only their place makes them secrets.

/// Whether a value stands in the word before it, too, as in `postgres://postgres:postgres@db`: its place makes it a
/// password, and everywhere else it is a word.
pub(super) fn is_said_before(text: &str, at: usize, value: &str) -> bool {
    // What is installed so, and named so all over.
    const NAMES: [&str; 16] = [
        "postgres",
        "postgresql",
        "mongodb",
        "mariadb",
        "rabbitmq",
        "elastic",
        "oracle",
        "keycloak",
        "grafana",
        "jenkins",
        "wordpress",
        "docker",
        "ubuntu",
        "vagrant",
        "minioadmin",
        "administrator",
    ];
    if NAMES.iter().any(|name| name.eq_ignore_ascii_case(value)) {
        return true;
    }
    let before = &text[text.ceil_char_boundary(at.saturating_sub(256))..at];
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    value.bytes().all(|byte| byte.is_ascii_alphanumeric()) && word.contains(value)
}
