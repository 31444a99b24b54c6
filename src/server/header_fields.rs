//! The header fields of an answer on their way to hyper.

use std::borrow::Cow;

use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::{CONTENT_LENGTH, Entry, HeaderName, HeaderValue, TRANSFER_ENCODING};

/// For so many fields an answer has room; few have more.
const ROOM: usize = 24;

/// Header fields that many answers have, checked and hashed once for all of them.
#[derive(Debug)]
pub struct CommonFields(HeaderMap);

impl CommonFields {
    /// Those of that list; of a name the last.
    pub fn new(list: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        // Its copies have the same room, so that an answer's own fields find theirs without all being hashed again.
        let mut fields = HeaderMap::with_capacity(ROOM);
        for (name, value) in list {
            if let Some((name, value)) = field(name, value.into()) {
                fields.insert(name, value);
            }
        }
        Self(fields)
    }
}

/// All fields of an answer: its own, and the common ones that it has none of its own for.
pub fn all(common: Option<&CommonFields>, own: Vec<(Cow<'static, str>, Cow<'static, str>)>) -> HeaderMap {
    let is_common = |name: &HeaderName| common.is_some_and(|common| common.0.contains_key(name));
    let mut fields = common.map_or_else(HeaderMap::new, |common| common.0.clone());
    for (name, value) in own {
        let Some((name, value)) = field(&name, value) else { continue };
        match fields.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) if is_common(entry.key()) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) => entry.append(value),
        }
    }
    fields
}

/// `None` for what is not valid HTTP, and for how the body is framed, which is hyper's to say.
fn field(name: &str, value: Cow<'static, str>) -> Option<(HeaderName, HeaderValue)> {
    let value = match value {
        // Not copied: most fields say the same in every answer.
        Cow::Borrowed(text) => HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())),
        Cow::Owned(text) => HeaderValue::from_maybe_shared(Bytes::from(text)),
    };
    let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), value) else {
        // A handler built a field that no client could read, with a line break perhaps.
        tracing::error!(field = name, "left out a response field that is not valid HTTP");
        return None;
    };
    (name != CONTENT_LENGTH && name != TRANSFER_ENCODING).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_its_own_fields_in_place_of_the_common_ones() {
        let common =
            CommonFields::new([("Cache-Control", "no-cache"), ("Cache-Control", "no-store"), ("X-Kept", "yes")]);
        let own = [("Cache-Control", "private"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "7")];
        let fields = all(Some(&common), own.map(|(name, value)| (name.into(), value.into())).into());
        let named =
            |name: &str| fields.get_all(name).iter().map(|value| value.to_str().expect("text")).collect::<Vec<_>>();
        assert_eq!(named("cache-control"), ["private"]);
        assert_eq!(named("set-cookie"), ["a=1", "b=2"]);
        assert_eq!(named("x-kept"), ["yes"]);
        assert_eq!(named("content-length"), [""; 0]);
    }
}
