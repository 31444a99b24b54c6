//! Where a conversation can be gone on with: for whom has its beginning only the rest is written.

use std::collections::VecDeque;

use super::ChangedFiles;
use crate::base::byte_cache::ByteSize;
use crate::domain::id::MessageId;
use crate::domain::message::UNSETTLED;
use crate::domain::timestamp::Timestamp;

/// The beginning of a turn from which on nothing looks back: no result there belongs to a call before it.
#[derive(Clone)]
pub struct Checkpoint {
    /// The turn's first message.
    pub message: MessageId,
    /// When somebody was last heard of before it.
    pub(super) last: Option<Timestamp>,
    /// What was changed before it.
    pub(super) changed_files: ChangedFiles,
}

impl ByteSize for Checkpoint {
    fn byte_size(&self) -> usize {
        size_of::<Self>() + self.changed_files.byte_size()
    }
}

/// The latest turns at whose beginning nothing looks back.
pub struct TurnBeginnings {
    /// Whether something came before all that is written here.
    is_rest: bool,
    /// How many messages came.
    count: usize,
    /// The last message that came when none was held back, and its number.
    free: Option<(MessageId, usize)>,
    /// All but the first may be too close to the end.
    turns: VecDeque<TurnBeginning>,
}

struct TurnBeginning {
    message: MessageId,
    number: usize,
    last: Option<Timestamp>,
    /// How many steps had changed files.
    steps: usize,
}

impl TurnBeginnings {
    /// Those of a conversation that is written from its first message on: who has nothing gets all of it anyway.
    pub const fn of_all() -> Self {
        Self { is_rest: false, count: 0, free: None, turns: VecDeque::new() }
    }

    /// Those of one that is written from a checkpoint on.
    pub fn of_rest() -> Self {
        Self { is_rest: true, ..Self::of_all() }
    }

    /// The next message comes; whether none is held back.
    pub const fn note(&mut self, message: MessageId, is_free: bool) {
        self.count += 1;
        if is_free {
            self.free = Some((message, self.count));
        }
    }

    /// A turn begins with that message.
    pub fn turn(&mut self, message: MessageId, last: Option<Timestamp>, steps: usize) {
        let Some((_, number)) = self.free.filter(|(free, _)| *free == message) else { return };
        if number == 1 && !self.is_rest {
            return;
        }
        self.turns.push_back(TurnBeginning { message, number, last, steps });
        while self.turns.get(1).is_some_and(|second| self.is_settled(second)) {
            self.turns.pop_front();
        }
    }

    /// The last one that can't change any more, nor what comes before it.
    pub fn settled(&self, changed_files: &ChangedFiles) -> Option<Checkpoint> {
        let TurnBeginning { message, last, steps, .. } = self.turns.iter().rev().find(|turn| self.is_settled(turn))?;
        Some(Checkpoint { message: *message, last: *last, changed_files: changed_files.first(*steps) })
    }

    /// Whether enough messages follow it. What is left out of the one before it may depend on its words.
    const fn is_settled(&self, turn: &TurnBeginning) -> bool {
        self.count - turn.number >= UNSETTLED
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::domain::message::{Message, Role};
    use crate::domain::share::ShareUuid;
    use crate::render::conversation::tests::message;
    use crate::render::{Conversation, Files, Renderer};

    /// Words, calls, results that come at once, later, from elsewhere or never, in an order that the seed decides.
    fn session(mut seed: u64, length: i64) -> Vec<Message> {
        let mut draw = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        let mut open = Vec::new();
        let result = |id: &str| json!({ "type": "tool_result", "id": id, "text": "out", "is_error": false });
        let said = |id: i64| {
            let name = format!("c{id}");
            let edit = json!({ "file_path": format!("{}.rs", draw(5)), "old_string": "x", "new_string": "y\nz" });
            let call = json!({ "type": "tool_call", "id": name, "name": "Edit", "input": edit });
            let (role, parts): (Role, Option<Value>) = match draw(10) {
                0 | 1 => (Role::User, None),
                2 | 3 => (Role::Assistant, None),
                4 => {
                    open.push(name);
                    (Role::Assistant, Some(json!([call])))
                }
                5 | 6 if !open.is_empty() => {
                    let name = open.swap_remove(usize::try_from(draw(open.len() as u64)).expect("few"));
                    (Role::Tool, Some(json!([result(&name)])))
                }
                7 => (Role::Tool, Some(json!([{ "type": "tool_result", "text": "stray", "is_error": false }]))),
                _ => (Role::Assistant, Some(json!([call, result(&name)]))),
            };
            message(id, role, parts)
        };
        (1..=length).map(said).collect()
    }

    struct WrittenPage {
        checkpoint: Option<Checkpoint>,
        articles: Vec<String>,
        end: String,
    }

    fn write(mut conversation: Conversation, messages: &[Message]) -> WrittenPage {
        let mut html = String::new();
        for message in messages {
            conversation.push(message.clone(), &mut html);
        }
        let checkpoint = conversation.checkpoint();
        conversation.finish(&mut html);
        let (list, end) = html.split_once("</section>").expect("an end");
        let articles =
            list.split("<article").skip(1).map(|text| text.split("</article>").next().expect("one").to_owned());
        WrittenPage { checkpoint, articles: articles.collect(), end: end.to_owned() }
    }

    #[test]
    fn what_is_there_and_what_comes_behind_a_checkpoint_are_the_whole() {
        let renderer = Arc::new(Renderer::new());
        let files = || Files::shared(ShareUuid::parse("00000000-0000-4000-8000-000000000000").expect("a UUID"));
        let mut met = 0;
        for seed in 0..60 {
            let session = session(seed, 150);
            for (before, now) in [(20, 21), (40, 45), (41, 150), (100, 101), (149, 150)] {
                let sent = write(Conversation::new(Arc::clone(&renderer), files()), &session[..before]);
                let Some(checkpoint) = sent.checkpoint else { continue };
                let whole = write(Conversation::new(Arc::clone(&renderer), files()), &session[..now]);
                let from = usize::try_from(checkpoint.message.get() - 1).expect("a place");
                assert!(from + UNSETTLED < before);
                let rest =
                    write(Conversation::behind(Arc::clone(&renderer), files(), &checkpoint), &session[from..now]);

                let id = format!(" id=\"m-{}\"", from + 1);
                let kept = sent.articles.into_iter().take_while(|article| !article.contains(&id));
                let put_together: Vec<String> = kept.chain(rest.articles).collect();
                assert_eq!((put_together, rest.end), (whole.articles, whole.end), "{seed}: {from} {before} {now}");
                let next = |written: Option<Checkpoint>| written.map(|checkpoint| checkpoint.message);
                assert_eq!(next(rest.checkpoint), next(whole.checkpoint), "{seed}: {from} {before} {now}");
                met += 1;
            }
        }
        assert!(met > 100, "{met}");
    }
}
