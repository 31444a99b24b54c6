//! What scripts of other sites may read, and send along (the CORS protocol of the Fetch standard).

use super::reply::Reply;

/// By which scripts of any site may read an answer, without the reader's cookies.
pub const READABLE_BY_OTHER_SITES: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Retry-After, WWW-Authenticate"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
];

/// Answers a browser that asks what a script of another site may send.
pub fn preflight(reply: Reply, allow: &str) -> Reply {
    reply
        .header("Access-Control-Allow-Methods", allow.to_owned())
        .header("Access-Control-Allow-Headers", "Authorization, If-None-Match, X-Requested-With")
        .header("Access-Control-Max-Age", "86400")
}
