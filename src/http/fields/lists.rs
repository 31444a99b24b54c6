//! Lists in a body, and the objects in them.

use serde_json::Value;

use super::{Fields, Violation};

impl Fields {
    /// The items of a list of at most `most`, each read by `read`, which notes its issues here.
    pub fn items<T>(
        &mut self,
        value: Value,
        path: &[String],
        most: usize,
        mut read: impl FnMut(&mut Self, Value, Vec<String>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = value else {
            return self.wrong_type("array", &value, path.to_owned());
        };
        if items.len() > most {
            let message = format!("Array must contain at most {most} elements");
            return self.issue(Violation { code: "too_big", message }, path.to_owned());
        }
        let read = |(index, item): (usize, Value)| read(self, item, [path, &[index.to_string()]].concat());
        // All of them, so that every issue is noted.
        items.into_iter().enumerate().map(read).collect::<Vec<_>>().into_iter().collect()
    }

    /// A list of 1 to `most` items, each read by `read`, which notes its issues here.
    pub fn list<T>(
        &mut self,
        name: &str,
        most: usize,
        read: impl FnMut(&mut Self, Value, Vec<String>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list = self.at(name);
        match self.object.remove(name) {
            None => self.required(name),
            Some(Value::Array(items)) if items.is_empty() => {
                let message = "Array must contain at least 1 element".to_owned();
                self.issue(Violation { code: "too_small", message }, list)
            }
            Some(value) => self.items(value, &list, most, read),
        }
    }

    /// A list of at most `most` items, which may be empty, `null` or left out (`Some(None)`).
    pub fn optional_list<T>(
        &mut self,
        name: &str,
        most: usize,
        read: impl FnMut(&mut Self, Value, Vec<String>) -> Option<T>,
    ) -> Option<Option<Vec<T>>> {
        match self.object.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(Value::Array(items)) if items.is_empty() => Some(None),
            Some(_) => self.list(name, most, read).map(Some),
        }
    }

    /// An item of a list that is an object, whose fields `read` takes.
    pub fn object<T>(
        &mut self,
        value: Value,
        path: Vec<String>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let Value::Object(object) = value else {
            return self.wrong_type("object", &value, path);
        };
        let outer = (std::mem::replace(&mut self.object, object), std::mem::replace(&mut self.base, path));
        let result = read(self);
        (self.object, self.base) = outer;
        result
    }
}
