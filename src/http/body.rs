//! A request's body, from bytes to a JSON value.

use serde_json::{Map, Value};

use super::error::{ApiError, Issue};
use crate::base::json;

/// Reads a body as JSON, or as a form whose values are texts. None at all counts as `{}`. What is of
/// another media type is 415, what does not parse is 400 with `status_message`.
pub fn parse(
    media_type: Option<&str>,
    body: &[u8],
    takes_forms: bool,
    status_message: &'static str,
) -> Result<Value, ApiError> {
    // RFC 8259, 8.1 lets a parser ignore a byte order mark.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match MediaType::of(media_type) {
        MediaType::Json => json::parse(body).map_err(|error| {
            let message = format!("Invalid JSON at line {} column {}", error.line(), error.column());
            ApiError::invalid(status_message, &[Issue { code: "custom", message, path: Vec::new() }])
        }),
        MediaType::Form if takes_forms => {
            let pairs = form_urlencoded::parse(body);
            Ok(Value::Object(
                pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect(),
            ))
        }
        MediaType::Form | MediaType::Other => Err(ApiError::new(415).message(if takes_forms {
            "Send application/json or application/x-www-form-urlencoded."
        } else {
            "Send application/json."
        })),
    }
}

/// Refuses what is not JSON by its media type.
pub fn require_json(media_type: Option<&str>) -> Result<(), ApiError> {
    match MediaType::of(media_type) {
        MediaType::Json => Ok(()),
        _ => Err(ApiError::new(415).message("Send application/json.")),
    }
}

enum MediaType {
    Json,
    Form,
    Other,
}

impl MediaType {
    fn of(field: Option<&str>) -> Self {
        let (essence, parameters) = field.map_or(("", ""), |field| field.split_once(';').unwrap_or((field, "")));
        let charset = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        });
        if charset.is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8")) {
            return Self::Other;
        }
        match essence.trim().to_ascii_lowercase().as_str() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_json_and_where_said_forms() {
        let form = Some("application/x-www-form-urlencoded");
        assert_eq!(parse(form, b"a=b+c", true, "").expect("a form")["a"], "b c");
        for (media_type, forms) in
            [(form, false), (Some("text/plain"), true), (None, true), (Some("application/json; charset=utf-16"), true)]
        {
            assert!(parse(media_type, b"{}", forms, "").is_err(), "{media_type:?}");
        }
        for media_type in ["application/json", "Application/JSON;charset=\"utf-8\""] {
            assert!(parse(Some(media_type), b"{}", false, "").is_ok(), "{media_type}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_ignored_and_nothing_is_an_empty_object() {
        assert_eq!(
            parse(Some("application/json"), "\u{feff}{}".as_bytes(), false, "").expect("JSON"),
            parse(None, b"", false, "").expect("nothing")
        );
    }
}
