//! What scripts of other sites may read, and send along (the CORS protocol of the Fetch standard).

use super::reply::Reply;

/// Answers a browser that asks what a script of another site may send.
pub fn preflight(reply: Reply, allow: &str) -> Reply {
    reply
        .header("Access-Control-Allow-Methods", allow.to_owned())
        .header("Access-Control-Allow-Headers", "Authorization, If-None-Match, X-Requested-With")
        .header("Access-Control-Max-Age", "86400")
}
