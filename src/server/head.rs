//! Looks at a request head before hyper does: size, number of fields, and one clear statement of
//! where the request ends. hyper would merge repeated `Content-Length` fields and prefer
//! `Transfer-Encoding` silently (RFC 9112, 6.3, lets it); behind a proxy that reads such a
//! request differently, that is request smuggling.

use std::mem::MaybeUninit;

use super::{Limits, Rejection};

/// The highest `Content-Length` that hyper reads as one.
const MAX_LENGTH: u64 = u64::MAX - 2;

/// What bytes at the start of a request are.
#[derive(Debug, PartialEq, Eq)]
pub enum Inspection {
    /// The beginning of a head.
    Partial,
    /// A head of `length` bytes, followed by a body.
    Complete {
        /// The head's length in bytes, its final empty line included.
        length: usize,
        /// How the body is framed.
        body: Framing,
    },
    /// Nothing to let in.
    Refused(Rejection),
}

/// How long a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// This many bytes; 0 where there is none.
    Length(u64),
    /// In chunks that carry their own lengths.
    Chunked,
}

/// Inspects the bytes that have arrived since the end of the last request.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Inspection {
    let mut fields = [const { MaybeUninit::uninit() }; Limits::MAX_FIELDS];
    let mut request = httparse::Request::new(&mut []);
    let parsed = httparse::ParserConfig::default().parse_request_with_uninit_headers(&mut request, bytes, &mut fields);
    match parsed {
        Ok(httparse::Status::Complete(length)) => {
            if length > limits.head_bytes || request.headers.len() > limits.head_fields {
                return Inspection::Refused(Rejection::HeadTooLarge);
            }
            if !is_target(request.path.unwrap_or("")) {
                return Inspection::Refused(Rejection::Malformed("The request target is not valid."));
            }
            match framing(request.version, request.headers) {
                Ok(body) => Inspection::Complete { length, body },
                Err(why) => Inspection::Refused(Rejection::Malformed(why)),
            }
        }
        Ok(httparse::Status::Partial) if bytes.len() < limits.head_bytes => Inspection::Partial,
        Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
            Inspection::Refused(Rejection::HeadTooLarge)
        }
        Err(_) => Inspection::Refused(Rejection::Malformed("The request head is not valid HTTP/1.1.")),
    }
}

/// Whether hyper takes the target, and it names something on this server: a path, a URL, or `*`.
fn is_target(target: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~?=&%+,".contains(&byte);
    (target.starts_with('/') && target.bytes().all(is_plain))
        || hyper::Uri::try_from(target).is_ok_and(|uri| !uri.path().is_empty())
}

fn framing(version: Option<u8>, fields: &[httparse::Header<'_>]) -> Result<Framing, &'static str> {
    let all = |name: &'static str| fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name));
    let one = |name, why| match (all(name).next(), all(name).nth(1)) {
        (_, Some(_)) => Err(why),
        (field, None) => Ok(field.map(|field| field.value)),
    };
    let is_1_1 = version == Some(1);
    // RFC 9112, 3.2.
    if one("host", "The Host field is repeated.")?.is_none() && is_1_1 {
        return Err("The Host field is missing.");
    }
    let length = one("content-length", "The Content-Length field is repeated.")?;
    let coding = one("transfer-encoding", "The Transfer-Encoding field is repeated.")?;
    match (length, coding) {
        (None, None) => Ok(Framing::Length(0)),
        (Some(digits), None) => parse_length(digits).map(Framing::Length).ok_or("Content-Length is not a number."),
        (None, Some(coding)) if is_1_1 && coding.trim_ascii().eq_ignore_ascii_case(b"chunked") => Ok(Framing::Chunked),
        (None, Some(_)) => Err("The transfer coding is not supported; only chunked is."),
        (Some(_), Some(_)) => Err("Content-Length and Transfer-Encoding exclude each other."),
    }
}

fn parse_length(digits: &[u8]) -> Option<u64> {
    // `u64::from_str` alone would take a sign.
    let text = std::str::from_utf8(digits).ok()?;
    // hyper keeps the highest numbers for itself; nothing is that long.
    let length = if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None };
    length.filter(|length| *length <= MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(fields: &str) -> Inspection {
        inspect(format!("POST / HTTP/1.1\r\nHost: x\r\n{fields}\r\n").as_bytes(), &Limits::default())
    }

    fn body(fields: &str) -> Option<Framing> {
        match with(fields) {
            Inspection::Complete { body, .. } => Some(body),
            _ => None,
        }
    }

    #[test]
    fn a_body_has_one_clear_length() {
        assert_eq!(body(""), Some(Framing::Length(0)));
        assert_eq!(body("Content-Length: 12\r\n"), Some(Framing::Length(12)));
        assert_eq!(body("content-length: 18446744073709551613\r\n"), Some(Framing::Length(MAX_LENGTH)));
        assert_eq!(body("Transfer-Encoding: Chunked\r\n"), Some(Framing::Chunked));
        for wrong in [
            "Content-Length: 1\r\nContent-Length: 1\r\n",
            "Content-Length: 1\r\ncontent-length: 2\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 0x1\r\n",
            "Content-Length: 1 1\r\n",
            "Content-Length:\r\n",
            "Content-Length: 18446744073709551614\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Host: y\r\n",
            "Content-Length : 1\r\n",
            "X: a\r\n b\r\n",
        ] {
            assert!(matches!(with(wrong), Inspection::Refused(Rejection::Malformed(_))), "{wrong:?}");
        }
    }

    #[test]
    fn heads_are_bounded_in_bytes_and_fields() {
        let limits = Limits::default();
        let head = |filler: usize| format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(filler));
        let frame = head(0).len();
        let longest = head(limits.head_bytes - frame);
        assert!(matches!(inspect(longest.as_bytes(), &limits), Inspection::Complete { .. }));
        let longer = head(limits.head_bytes - frame + 1);
        let too_large = Inspection::Refused(Rejection::HeadTooLarge);
        assert_eq!(inspect(longer.as_bytes(), &limits), too_large);
        assert_eq!(inspect(&longer.as_bytes()[..limits.head_bytes], &limits), too_large);
        assert!(matches!(with(&"A: b\r\n".repeat(99)), Inspection::Complete { .. }));
        assert_eq!(with(&"A: b\r\n".repeat(100)), too_large);
    }

    #[test]
    fn a_head_may_arrive_byte_by_byte() {
        let head = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        for end in 0..head.len() {
            assert_eq!(inspect(&head[..end], &Limits::default()), Inspection::Partial);
        }
        assert_eq!(
            inspect(head, &Limits::default()),
            Inspection::Complete { length: head.len(), body: Framing::Length(0) }
        );
    }
}
