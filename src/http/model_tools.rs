//! What models may do here by tools, as far as the server of HTTP has to know: somebody else says what the tools are.

use serde_json::Value;

use crate::domain::id::UserId;

/// Who calls a tool: an account by its token.
#[derive(Clone, Copy)]
pub struct ToolCaller {
    /// Whose conversations they are.
    pub owner: UserId,
    /// Whether the token may change something.
    pub may_write: bool,
}

/// Answers messages of the Model Context Protocol.
pub trait ModelTools: Send + Sync {
    /// The answer to a message; `None` where it asks for none.
    fn answer(&self, caller: ToolCaller, message: &Value) -> Option<Value>;
}
