//! The order of a list: `updated_at:desc,id`.

/// A column that a list can be sorted by.
pub trait Column: Copy + PartialEq {
    /// The column of that name.
    fn parse(name: &str) -> Option<Self>;
}

/// One step of an order: a column, and whether its largest value comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<C> {
    /// What is compared.
    pub column: C,
    /// Largest first.
    pub descending: bool,
}

impl<C: Column> Order<C> {
    /// Reads `updated_at:desc,id`: known columns, each at most once, ascending unless said
    /// otherwise. `None` for anything else.
    pub fn parse_list(text: &str) -> Option<Vec<Self>> {
        let mut list: Vec<Self> = Vec::new();
        for step in text.split(',') {
            let (column, direction) = step.split_once(':').unwrap_or((step, "asc"));
            let column = C::parse(column.trim())?;
            let descending = match direction.trim() {
                "asc" => false,
                "desc" => true,
                _ => return None,
            };
            if list.iter().any(|earlier| earlier.column == column) {
                return None;
            }
            list.push(Self { column, descending });
        }
        Some(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chat::{ChatColumn, LATEST_FIRST};

    #[test]
    fn an_order_names_known_columns_once() {
        assert_eq!(
            Order::parse_list("name,updated_at:desc"),
            Some(vec![Order { column: ChatColumn::Name, descending: false }, LATEST_FIRST])
        );
        for wrong in ["", "id:down", "password", "id,id", "id;drop table chats", "id:asc:desc"] {
            assert_eq!(Order::<ChatColumn>::parse_list(wrong), None, "{wrong:?}");
        }
    }
}
