-- The whole database of neptun-share, as a fresh file gets it. Files of earlier versions are taken
-- here step by step (src/store/schema.rs), and end up the same.
--
-- Times are milliseconds since 1970-01-01T00:00:00Z. Every table is STRICT, so that a wrong type
-- is an error and not a surprise; the CHECKs say what the program relies on.

-- People who own conversations, or may read those that are shared with them by name.
create table users (
    id            integer primary key autoincrement, -- never given out twice
    primary_email text    not null check (length(primary_email) between 3 and 254), -- as its owner writes it
    email_key     text    not null unique check (length(email_key) between 3 and 254), -- lower case: what is compared
    password_hash text    not null check (password_hash like '$argon2%'), -- PHC string
    created_at    integer not null,
    updated_at    integer not null,
    is_admin      integer not null default 0 check (is_admin in (0, 1)), -- 1: administers the server
    disabled_at   integer, -- since when nobody signs in to it, and its links open nothing
    signed_in_at  integer, -- last
    display_name  text check (length(display_name) between 1 and 255) -- that readers of its links are told; null: none
) strict;

-- Sign-ins. The cookie holds a random token; only its SHA-256 digest is kept, so that a stolen
-- database opens no session.
create table sessions (
    id           integer primary key autoincrement,
    token_digest blob    not null unique check (length(token_digest) = 32),
    user_id      integer not null references users (id) on delete cascade,
    client       text    not null check (length(client) <= 80), -- the browser and system that signed in
    created_at   integer not null,
    expires_at   integer not null
) strict;

create index sessions_of_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

-- Tokens that scripts sign in with; those with the scope `publish` stand in addresses instead. As with sessions only digests are kept.
create table api_tokens (
    id           integer primary key autoincrement,
    user_id      integer not null references users (id) on delete cascade,
    name         text    not null check (length(name) between 1 and 255),
    token_digest blob    not null unique check (length(token_digest) = 32),
    scope        text    not null check (scope in ('read', 'write', 'publish')),
    created_at   integer not null,
    expires_at   integer not null,
    last_used_at integer -- to the hour, so that not every request writes
) strict;

create index api_tokens_of_user on api_tokens (user_id);

-- Links that work once and make an account: the first one's, and those of invited people. A link
-- that was used is gone.
create table account_links (
    id           integer primary key autoincrement,
    token_digest blob    not null unique check (length(token_digest) = 32),
    invited_by   integer references users (id) on delete cascade, -- null: the set-up link of an empty database
    email        text    check (length(email) between 3 and 254), -- whose account it makes
    email_key    text    check (length(email_key) between 3 and 254),
    created_at   integer not null,
    expires_at   integer not null,
    check ((invited_by is null) = (email is null) and (email is null) = (email_key is null))
) strict;

create unique index account_links_of_inviter on account_links (invited_by, email_key);

-- The shares whose lists somebody is put on who follows an invitation.
create table account_link_shares (
    link_id  integer not null references account_links (id) on delete cascade,
    share_id integer not null references shares (id) on delete cascade,
    primary key (link_id, share_id)
) strict, without rowid;

create index account_links_of_share on account_link_shares (share_id);

-- Links that work once and set the password of an account that exists: at most one each.
create table password_links (
    user_id      integer primary key references users (id) on delete cascade,
    token_digest blob    not null unique check (length(token_digest) = 32),
    created_at   integer not null,
    expires_at   integer not null
) strict;

-- Conversations.
create table chats (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    name       text    not null check (length(name) between 1 and 255),
    model      text    not null check (length(model) between 1 and 255),
    -- A random number, a new one whenever the chat or a message of it changes (the triggers below).
    -- Two equal revisions of a chat mean the same content, also after a backup was put back.
    revision   integer not null default (random()),
    created_at integer not null,
    updated_at integer not null,
    -- Where an import found it, so that it is known when it comes again: the format, the source's
    -- own name for it, and the digest and number of the messages that were imported last.
    source_format text,
    source_id     text,
    source_digest blob check (length(source_digest) = 32),
    source_count  integer check ((source_count is null) = (source_digest is null)),
    deleted_at integer, -- its owner may still take that back; then it is removed for good
    is_frozen integer not null default 0 check (is_frozen in (0, 1)), -- 1: a share's own copy, in no list of chats
    is_undated integer not null default 0 check (is_undated in (0, 1)), -- 1: nobody said when it began; created_at is when it came
    imported_at integer, -- when an import last brought something of it
    imported_name text, -- its name in its source then: who gave it another one here keeps that
    -- Another random number whenever a message goes, or one changes that is none of the last sixteen. While it is the
    -- same, messages were only added, or changed near the end: who has seen the others knows them.
    rewritten integer not null default 0,
    source_text blob check (length(source_text) = 32) -- digest of the text that an import made it of; null: that is read again
) strict;

-- The conversations that their owner sees.
create view live_chats as
select * from chats where deleted_at is null and is_frozen = 0;

create index chats_deleted on chats (deleted_at) where deleted_at is not null;

-- In the order of lists, and all that their number takes.
create index chats_of_user on chats (user_id, updated_at) where deleted_at is null and is_frozen = 0;
create index chats_by_creation on chats (user_id, created_at) where deleted_at is null and is_frozen = 0;
create index chats_by_source on chats (user_id, source_format, source_id) where source_format is not null;
create index chats_by_text on chats (user_id, source_text) where source_text is not null;
create index chats_by_digest on chats (user_id, source_digest) where source_format is not null and source_id is null;

-- How many of them everybody has, so that no list counts them.
create table chat_counts (
    user_id integer primary key references users (id) on delete cascade,
    live    integer not null
) strict;

create trigger chats_counted after insert on chats when new.deleted_at is null and new.is_frozen = 0 begin
    insert into chat_counts (user_id, live) values (new.user_id, 1)
    on conflict (user_id) do update set live = live + 1;
end;
create trigger chats_uncounted after delete on chats when old.deleted_at is null and old.is_frozen = 0 begin
    update chat_counts set live = live - 1 where user_id = old.user_id;
end;
create trigger chats_recounted after update of user_id, deleted_at, is_frozen on chats begin
    update chat_counts set live = live - 1
    where user_id = old.user_id and old.deleted_at is null and old.is_frozen = 0;
    insert into chat_counts (user_id, live)
    select new.user_id, 1 where new.deleted_at is null and new.is_frozen = 0
    on conflict (user_id) do update set live = live + 1;
end;

-- In which names and models three characters stand side by side: where a list's search looks (src/store/chats/list.rs).
-- The capital I with a dot is the one letter that becomes two in lower case.
create virtual table chat_names using fts5 (
    name, model, content = 'chats', content_rowid = 'id', tokenize = 'trigram', detail = 'none'
);

create trigger chat_name_added after insert on chats begin
    insert into chat_names (rowid, name, model)
    values (new.id, replace(new.name, 'İ', 'i̇'), replace(new.model, 'İ', 'i̇'));
end;
create trigger chat_name_changed after update of name, model on chats
when old.name <> new.name or old.model <> new.model begin
    insert into chat_names (chat_names, rowid, name, model)
    values ('delete', old.id, replace(old.name, 'İ', 'i̇'), replace(old.model, 'İ', 'i̇'));
    insert into chat_names (rowid, name, model)
    values (new.id, replace(new.name, 'İ', 'i̇'), replace(new.model, 'İ', 'i̇'));
end;
create trigger chat_name_removed after delete on chats begin
    insert into chat_names (chat_names, rowid, name, model)
    values ('delete', old.id, replace(old.name, 'İ', 'i̇'), replace(old.model, 'İ', 'i̇'));
end;

-- What was said. The order within a chat is the order of the ids.
create table messages (
    id         integer primary key autoincrement,
    chat_id    integer not null references chats (id) on delete cascade,
    role       text    not null check (role in ('user', 'assistant', 'system', 'tool')),
    content    text    not null,
    created_at integer not null,
    updated_at integer not null,
    parts      text, -- JSON list of what the message consists of; null where it is all words
    original_id integer -- the message that it is a copy of, in a share's own copy of a conversation
) strict;

create index messages_of_chat on messages (chat_id, id);

-- What is known of some messages only. A table of its own: SQLite reads a whole strict table to add a column to it.
create table message_details (
    message_id integer primary key references messages (id) on delete cascade,
    model      text check (length(model) between 1 and 255), -- that said it
    is_undated integer not null default 0 check (is_undated in (0, 1)) -- 1: nobody said when; created_at is its chat's
) strict;

create trigger chats_changed after update of name, model, created_at, updated_at on chats begin
    update chats set revision = random() where id = new.id;
end;
create trigger messages_added after insert on messages begin
    update chats set revision = random() where id = new.chat_id;
end;
create trigger messages_changed after update on messages begin
    update chats set revision = random() where id in (old.chat_id, new.chat_id);
end;
create trigger messages_rewritten after update on messages
when old.chat_id <> new.chat_id
  or exists (select 1 from messages where chat_id = new.chat_id and id > new.id order by id limit 1 offset 15) begin
    update chats set rewritten = random() where id in (old.chat_id, new.chat_id);
end;
create trigger messages_removed after delete on messages begin
    update chats set revision = random(), rewritten = random() where id = old.chat_id;
end;

-- The link of a conversation: at most one each.
create table shares (
    id              integer primary key autoincrement,
    chat_id         integer not null unique references chats (id) on delete cascade,
    uuid            text    not null unique check (length(uuid) = 36),
    is_shared       integer not null check (is_shared in (0, 1)),    -- 0: the link is switched off
    is_protected    integer not null check (is_protected in (0, 1)), -- 1: readers need the password
    hashed_password text    check (hashed_password like '$argon2%'), -- PHC string
    -- 1: readers must be on the list. A column of its own and not "has entries": a list that becomes
    -- empty because somebody's account is deleted must not open the share to everybody.
    has_whitelist   integer not null default 0 check (has_whitelist in (0, 1)),
    created_at      integer not null,
    updated_at      integer not null,
    expires_at      integer, -- from then on the link is off; null: never
    -- A random number, a new one whenever what readers get of the conversation is chosen anew. With the
    -- conversation's own it tells whether they have the present state.
    revision        integer not null default 0,
    max_views       integer check (max_views > 0), -- so many openings, then the link is off; null: any number
    views_left      integer check (views_left >= 0 and (views_left is null) = (max_views is null)),
    views           integer not null default 0, -- openings in all, also from before there was a limit
    last_viewed_at  integer,
    records_visitors integer not null default 0 check (records_visitors in (0, 1)), -- 1: says in `visitors` who opened it
    -- The part of the conversation that it opens: up to a message, or these, as a JSON list; null: all.
    until_message_id integer,
    message_ids     text check (message_ids is null or until_message_id is null),
    -- The copy that it opens in place of the conversation, as it was at that time; null: it is live.
    frozen_chat_id  integer references chats (id) on delete set null,
    frozen_at       integer,
    -- The name in its short link, and a word of its owner's in place of that. Where neither a password nor a list keeps
    -- out who guesses the word, its owner has said that they may read.
    slug            text check (length(slug) = 12),
    word            text check (length(word) between 3 and 64),
    is_word_public  integer not null default 0 check (is_word_public in (0, 1)),
    may_be_continued integer not null default 1 check (may_be_continued in (0, 1)), -- 0: no reader is offered to go on with it in an agent
    check (is_protected = 0 or hashed_password is not null)
) strict;

create unique index shares_by_slug on shares (slug);
create unique index shares_by_word on shares (word) where word is not null;
create index shares_of_frozen_chat on shares (frozen_chat_id) where frozen_chat_id is not null;

-- The program gives each share its random name: a capital and eleven letters of base58. One that has none gets one here.
create trigger shares_unnamed after insert on shares when new.slug is null begin
    update shares set slug = null where id = new.id;
end;
create trigger shares_named after update of slug on shares when new.slug is null begin
    update shares set slug =
        substr('ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + (random() & 0x7fffffff) % 24, 1) || (
            select group_concat(
                substr(
                    'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789',
                    1 + (random() & 0x7fffffff) % 58,
                    1
                ),
                ''
            )
            from json_each('[1,2,3,4,5,6,7,8,9,10,11]')
        )
    where id = new.id;
end;

-- A share's copy goes with the share.
create trigger frozen_chat_replaced after update of frozen_chat_id on shares
when old.frozen_chat_id is not new.frozen_chat_id begin
    delete from chats where id = old.frozen_chat_id and is_frozen = 1;
end;
create trigger frozen_chat_removed after delete on shares begin
    delete from chats where id = old.frozen_chat_id and is_frozen = 1;
end;

-- What a share leaves out of the conversation.
create table share_redactions (
    share_id integer not null references shares (id) on delete cascade,
    kind     text    not null, -- of secret; 'word': one of the owner's own words
    text     text    not null, -- wherever it stands; empty: everything of that kind
    is_harmless integer not null default 0 check (is_harmless in (0, 1)), -- 1: it stays although its kind is left out
    primary key (share_id, kind, text),
    check (kind <> 'word' or text <> '')
) strict, without rowid;

-- What somebody looked at and found no harm in, in whichever conversation: it stays although its kind is left out.
create table harmless_values (
    user_id    integer not null references users (id) on delete cascade,
    kind       text    not null, -- of secret
    text       text    not null check (text <> ''),
    created_at integer not null,
    primary key (user_id, kind, text)
) strict, without rowid;

-- Who opened a share within the last hour and is not counted again: a digest of a random number
-- that the browser got, which says nothing of the person.
create table share_visits (
    token_digest blob    primary key check (length(token_digest) = 32),
    share_id     integer not null references shares (id) on delete cascade,
    expires_at   integer not null
) strict, without rowid;

create index share_visits_of_share on share_visits (share_id);
create index share_visits_by_expiry on share_visits (expires_at);

-- Who opened a share whose owner wants to know, and tells its readers so.
create table visitors (
    id        integer primary key autoincrement,
    share_id  integer not null references shares (id) on delete cascade,
    opened_at integer not null,
    user_id   integer references users (id) on delete set null, -- who was signed in
    address   text    not null check (length(address) <= 45), -- the client's
    client    text    not null check (length(client) <= 80) -- its browser and system
) strict;

create index visitors_of_share on visitors (share_id, id);
create index visitors_of_user on visitors (user_id);
create index visitors_by_time on visitors (opened_at);

-- Who may read a share that is for named people.
create table whitelist_entries (
    id         integer primary key autoincrement,
    share_id   integer not null references shares (id) on delete cascade,
    user_id    integer not null references users (id) on delete cascade,
    created_at integer not null,
    updated_at integer not null,
    opened_at  integer, -- when they last opened it, by which their own list tells what is new; told to nobody else
    unique (share_id, user_id)
) strict;

create index whitelist_entries_of_user on whitelist_entries (user_id);

-- What became of imports, to be looked at again for a while.
create table import_reports (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    name       text    not null check (length(name) between 1 and 255), -- of what was imported
    report     text    not null, -- JSON, as the API tells it
    created_at integer not null
) strict;

create index import_reports_of_user on import_reports (user_id, id);

-- Files that came along with conversations, each kept once whoever has it.
create table attachments (
    id         integer primary key autoincrement,
    sha256     blob    not null unique check (length(sha256) = 32), -- of the bytes
    media_type text    not null check (length(media_type) between 1 and 255),
    size       integer not null check (size >= 0), -- in bytes
    created_at integer not null
) strict;

-- Their bytes, in pieces of 255 KiB: so that a large one is never whole in memory.
create table attachment_chunks (
    id            integer primary key,
    attachment_id integer not null references attachments (id) on delete cascade,
    number        integer not null check (number >= 0), -- from 0
    bytes         blob    not null,
    unique (attachment_id, number)
) strict;

-- Which conversation has which file: who may read the one may read the other.
create table chat_attachments (
    chat_id       integer not null references chats (id) on delete cascade,
    attachment_id integer not null references attachments (id) on delete cascade,
    primary key (chat_id, attachment_id)
) strict, without rowid;

create index chats_of_attachment on chat_attachments (attachment_id);

create trigger attachments_unused after delete on chat_attachments
when not exists (select 1 from chat_attachments where attachment_id = old.attachment_id) begin
    delete from attachments where id = old.attachment_id;
end;

-- Coding agents' sessions that their own program shares here while they run, as OpenCode's `/share` does.
create table synced_sessions (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    session_id text    not null check (length(session_id) between 1 and 255), -- the program's name for it
    name       text    not null unique check (length(name) = 43), -- in the address that it is sent to
    chat_id    integer not null references chats (id) on delete cascade,
    made_chat  integer not null check (made_chat in (0, 1)), -- 1: the conversation came with it, and goes with it
    received   integer not null default 0, -- how often something came
    taken_back text, -- the message from which on its person took back what is there
    created_at integer not null,
    unique (user_id, session_id)
) strict;

create index synced_sessions_of_chat on synced_sessions (chat_id);

-- The secrets with which more of it may be sent, one for each token that it was shared with.
create table synced_session_secrets (
    session_id integer not null references synced_sessions (id) on delete cascade,
    digest     blob    not null check (length(digest) = 32),
    primary key (session_id, digest)
) strict, without rowid;

-- What was sent of it: what comes alone later is put in its place by this.
create table synced_items (
    id         integer primary key,
    session_id integer not null references synced_sessions (id) on delete cascade,
    kind       text    not null check (kind in ('session', 'message', 'part')),
    name       text    not null check (length(name) between 1 and 255), -- by which the program knows it
    data       text    not null, -- JSON, as it was sent last
    unique (session_id, kind, name)
) strict;

-- The commands that follow a session at the moment, by the conversation that it becomes: one each.
create table followers (
    chat_id    integer primary key references chats (id) on delete cascade,
    holder     blob    not null check (length(holder) = 16), -- random
    process    integer, -- its number on this machine; null for one that is elsewhere
    expires_at integer not null -- it says again and again that it is there
) strict;

-- By which words names and messages are found (src/store/search.rs): a row for each message, under its number, and
-- one for each conversation's name, under its number below 0.
create virtual table search_index using fts5 (
    place, words, more, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Up to which numbers they are in the index.
create table search_progress (
    message_id integer not null,
    chat_id    integer not null
) strict;

insert into search_progress (message_id, chat_id) values (0, 0);

-- What has changed or is gone since it was put there.
create table search_changes (
    row integer primary key
) strict;

create trigger search_name_changed after update of name on chats begin
    insert or ignore into search_changes (row) values (-new.id);
end;
create trigger search_name_removed after delete on chats begin
    insert or ignore into search_changes (row) values (-old.id);
end;
create trigger search_message_changed after update of chat_id, role, content, parts on messages begin
    insert or ignore into search_changes (row) values (new.id);
end;
create trigger search_message_removed after delete on messages begin
    insert or ignore into search_changes (row) values (old.id);
end;

-- Whose conversations commands are about that name nobody; where it is empty, those of the first account.
create table default_account (
    user_id integer primary key references users (id) on delete cascade
) strict;
