-- The whole database of neptun-share, as it is created in a new file. Files of earlier versions are
-- upgraded step by step (src/store/schema.rs), and end up the same.
--
-- Times are milliseconds since 1970-01-01T00:00:00Z. Every table is STRICT, so that a wrong type
-- is an error and not a surprise; the CHECKs state what the program relies on.

-- People who own conversations, or may read those that are shared with them by name.
create table users (
    id            integer primary key autoincrement, -- never reused
    primary_email text    not null check (length(primary_email) between 3 and 254), -- as the person writes it
    email_key     text    not null unique check (length(email_key) between 3 and 254), -- in lower case, for comparing
    password_hash text    not null check (password_hash like '$argon2%'), -- PHC string
    created_at    integer not null,
    updated_at    integer not null,
    is_admin      integer not null default 0 check (is_admin in (0, 1)), -- 1: an administrator of the server
    disabled_at   integer, -- since then nobody can sign in, and the account's links don't work
    signed_in_at  integer, -- when somebody last signed in
    display_name  text check (length(display_name) between 1 and 255) -- shown to readers of its links; null: none
) strict;

-- Sign-ins. The cookie contains a random token; only its SHA-256 digest is stored, so that a stolen
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

-- Tokens with which scripts sign in; those with the scope `publish` are part of addresses instead. As with sessions, only
-- digests are stored.
create table api_tokens (
    id           integer primary key autoincrement,
    user_id      integer not null references users (id) on delete cascade,
    name         text    not null check (length(name) between 1 and 255),
    token_digest blob    not null unique check (length(token_digest) = 32),
    scope        text    not null check (scope in ('read', 'write', 'publish')),
    created_at   integer not null,
    expires_at   integer not null,
    last_used_at integer -- updated at most once an hour, so that not every request writes
) strict;

create index api_tokens_of_user on api_tokens (user_id);

-- Links that work once and create an account: the set-up link for the first account, and invitations. A used link is
-- deleted.
create table account_links (
    id           integer primary key autoincrement,
    token_digest blob    not null unique check (length(token_digest) = 32),
    invited_by   integer references users (id) on delete cascade, -- null: the set-up link of an empty database
    email        text    check (length(email) between 3 and 254), -- of the account that it creates
    email_key    text    check (length(email_key) between 3 and 254),
    created_at   integer not null,
    expires_at   integer not null,
    check ((invited_by is null) = (email is null) and (email is null) = (email_key is null))
) strict;

create unique index account_links_of_inviter on account_links (invited_by, email_key);

-- The shares to whose whitelists an invitation adds the person who accepts it.
create table account_link_shares (
    link_id  integer not null references account_links (id) on delete cascade,
    share_id integer not null references shares (id) on delete cascade,
    primary key (link_id, share_id)
) strict, without rowid;

create index account_links_of_share on account_link_shares (share_id);

-- Links that work once and set a new password for an account: at most one per account.
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
    -- A random number, replaced whenever the chat or one of its messages changes (see the triggers below).
    -- Equal revisions of a chat mean equal content, even after a backup was restored.
    revision   integer not null default (random()),
    created_at integer not null,
    updated_at integer not null,
    -- Where an import found it, to recognise it when it is imported again: the format, the source's own
    -- id for it, and the digest and number of the messages that were imported last.
    source_format text,
    source_id     text,
    source_digest blob check (length(source_digest) = 32),
    source_count  integer check ((source_count is null) = (source_digest is null)),
    deleted_at integer, -- for ten minutes its owner can restore it; then it is removed
    is_frozen integer not null default 0 check (is_frozen in (0, 1)), -- 1: a frozen share's copy, not listed
    is_undated integer not null default 0 check (is_undated in (0, 1)), -- 1: unknown when it began; created_at is the time of the import
    imported_at integer, -- when an import last changed it
    imported_name text, -- its name in the source then; if it has another one now, its owner has renamed it
    -- A random number, replaced when a message is removed, or when one changes that is not among the last sixteen. While
    -- it stays the same, messages were only added or changed near the end, and a page need not load the others again.
    rewritten integer not null default 0,
    source_text blob check (length(source_text) = 32), -- digest of the text it was imported from; null: parse the text again
    -- Name and model in lower case, as the program writes them: lists are in their order, and SQLite's `lower` knows only ASCII.
    name_key text not null default '',
    model_key text not null default ''
) strict;

-- The conversations that their owners see.
create view live_chats as
select * from chats where deleted_at is null and is_frozen = 0;

create index chats_deleted on chats (deleted_at) where deleted_at is not null;

-- For the orders of lists, and for counting them. Equal rows are in the order of their numbers.
create index chats_of_user on chats (user_id, updated_at) where deleted_at is null and is_frozen = 0;
create index chats_by_creation on chats (user_id, created_at) where deleted_at is null and is_frozen = 0;
create index chats_by_import on chats (user_id, imported_at) where deleted_at is null and is_frozen = 0;
create index chats_by_name on chats (user_id, name_key) where deleted_at is null and is_frozen = 0;
create index chats_by_model on chats (user_id, model_key) where deleted_at is null and is_frozen = 0;
create index chats_by_number on chats (user_id) where deleted_at is null and is_frozen = 0;
create index chats_by_source on chats (user_id, source_format, source_id) where source_format is not null;
create index chats_by_text on chats (user_id, source_text) where source_text is not null;
create index chats_by_digest on chats (user_id, source_digest) where source_format is not null and source_id is null;

-- The number of each user's live chats, so that no list has to count them.
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

-- Three-character sequences of names and models, for searching lists (src/store/chats/list.rs). The capital I with a dot
-- is the only letter that becomes two in lower case.
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

-- The messages of chats, in the order of their ids.
create table messages (
    id         integer primary key autoincrement,
    chat_id    integer not null references chats (id) on delete cascade,
    role       text    not null check (role in ('user', 'assistant', 'system', 'tool')),
    content    text    not null,
    created_at integer not null,
    updated_at integer not null,
    parts      text, -- JSON list of what the message consists of; null if it is only text
    original_id integer -- in a frozen share's copy: the message that this one was copied from
) strict;

create index messages_of_chat on messages (chat_id, id);

-- What is known of only some messages. It is a separate table because SQLite reads a whole STRICT table to add a column.
create table message_details (
    message_id integer primary key references messages (id) on delete cascade,
    model      text check (length(model) between 1 and 255), -- that wrote it
    is_undated integer not null default 0 check (is_undated in (0, 1)) -- 1: unknown when; created_at is that of its chat
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

-- The links of conversations: at most one per conversation.
create table shares (
    id              integer primary key autoincrement,
    chat_id         integer not null unique references chats (id) on delete cascade,
    uuid            text    not null unique check (length(uuid) = 36),
    is_shared       integer not null check (is_shared in (0, 1)),    -- 0: the link is paused
    is_protected    integer not null check (is_protected in (0, 1)), -- 1: readers need the password
    hashed_password text    check (hashed_password like '$argon2%'), -- PHC string
    -- 1: readers must be on the list. This is a column, and not inferred from entries, because a list that
    -- becomes empty when an account is deleted must not open the share to everybody.
    has_whitelist   integer not null default 0 check (has_whitelist in (0, 1)),
    created_at      integer not null,
    updated_at      integer not null,
    expires_at      integer, -- from then on the link does not work; null: never
    -- A random number, replaced whenever the choice of what readers get changes. Together with the conversation's
    -- revision it tells whether readers have the current state.
    revision        integer not null default 0,
    max_views       integer check (max_views > 0), -- after so many views the link does not work; null: no limit
    views_left      integer check (views_left >= 0 and (views_left is null) = (max_views is null)),
    views           integer not null default 0, -- views in total, including those before there was a limit
    last_viewed_at  integer,
    records_visitors integer not null default 0 check (records_visitors in (0, 1)), -- 1: views are recorded in `visitors`
    -- The part of the conversation that it shows: up to a message, or these messages, as a JSON list; null: all.
    until_message_id integer,
    message_ids     text check (message_ids is null or until_message_id is null),
    -- The copy that it shows instead of the conversation, and when it was made; null: the live conversation.
    frozen_chat_id  integer references chats (id) on delete set null,
    frozen_at       integer,
    -- The name in its short link, and the owner's word that replaces it. If neither a password nor a list keeps out
    -- people who guess the word, the owner has said that they may read (is_word_public).
    slug            text check (length(slug) = 12),
    word            text check (length(word) between 3 and 64),
    is_word_public  integer not null default 0 check (is_word_public in (0, 1)),
    may_be_continued integer not null default 1 check (may_be_continued in (0, 1)), -- 0: readers are not offered to continue it in an agent
    check (is_protected = 0 or hashed_password is not null)
) strict;

create unique index shares_by_slug on shares (slug);
create unique index shares_by_word on shares (word) where word is not null;
create index shares_of_frozen_chat on shares (frozen_chat_id) where frozen_chat_id is not null;

-- The program gives each share a random name: a capital letter and eleven letters of base58. A share without one gets it
-- here.
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

-- A frozen share's copy is deleted with the share.
create trigger frozen_chat_replaced after update of frozen_chat_id on shares
when old.frozen_chat_id is not new.frozen_chat_id begin
    delete from chats where id = old.frozen_chat_id and is_frozen = 1;
end;
create trigger frozen_chat_removed after delete on shares begin
    delete from chats where id = old.frozen_chat_id and is_frozen = 1;
end;

-- What a share redacts.
create table share_redactions (
    share_id integer not null references shares (id) on delete cascade,
    kind     text    not null, -- of secret; 'word': one of the owner's own words
    text     text    not null, -- wherever it occurs; empty: everything of that kind
    is_harmless integer not null default 0 check (is_harmless in (0, 1)), -- 1: published although its kind is redacted
    primary key (share_id, kind, text),
    check (kind <> 'word' or text <> '')
) strict, without rowid;

-- Values that a user marked as harmless in all conversations: they are published although their kind is redacted.
create table harmless_values (
    user_id    integer not null references users (id) on delete cascade,
    kind       text    not null, -- of secret
    text       text    not null check (text <> ''),
    created_at integer not null,
    primary key (user_id, kind, text)
) strict, without rowid;

-- Views of the last hour, so that a browser is not counted again: the digest of a random number that the browser
-- has, which says nothing about the person.
create table share_visits (
    token_digest blob    primary key check (length(token_digest) = 32),
    share_id     integer not null references shares (id) on delete cascade,
    expires_at   integer not null
) strict, without rowid;

create index share_visits_of_share on share_visits (share_id);
create index share_visits_by_expiry on share_visits (expires_at);

-- Who viewed a share, if its owner records visitors, of which readers are told.
create table visitors (
    id        integer primary key autoincrement,
    share_id  integer not null references shares (id) on delete cascade,
    opened_at integer not null,
    user_id   integer references users (id) on delete set null, -- the person who was signed in
    address   text    not null check (length(address) <= 45), -- the client's
    client    text    not null check (length(client) <= 80) -- browser and system
) strict;

create index visitors_of_share on visitors (share_id, id);
create index visitors_of_user on visitors (user_id);
create index visitors_by_time on visitors (opened_at);

-- The people who may read a share that is for named people.
create table whitelist_entries (
    id         integer primary key autoincrement,
    share_id   integer not null references shares (id) on delete cascade,
    user_id    integer not null references users (id) on delete cascade,
    created_at integer not null,
    updated_at integer not null,
    opened_at  integer, -- when they last viewed it, so that their own list can show what is new; shown to nobody else
    unique (share_id, user_id)
) strict;

create index whitelist_entries_of_user on whitelist_entries (user_id);

-- Reports of imports, kept for a while.
create table import_reports (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    name       text    not null check (length(name) between 1 and 255), -- of the imported file
    report     text    not null, -- JSON, as in the API
    created_at integer not null
) strict;

create index import_reports_of_user on import_reports (user_id, id);

-- Files of conversations, each stored only once, whoever has it.
create table attachments (
    id         integer primary key autoincrement,
    sha256     blob    not null unique check (length(sha256) = 32), -- of the bytes
    media_type text    not null check (length(media_type) between 1 and 255),
    size       integer not null check (size >= 0), -- in bytes
    created_at integer not null
) strict;

-- Their bytes, in pieces of 255 KiB, so that a large file is never completely in memory.
create table attachment_chunks (
    id            integer primary key,
    attachment_id integer not null references attachments (id) on delete cascade,
    number        integer not null check (number >= 0), -- from 0
    bytes         blob    not null,
    unique (attachment_id, number)
) strict;

-- Which conversation has which file. Whoever may read the conversation may read the file.
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

-- Sessions that a coding agent's own program shares here while it runs, such as OpenCode's `/share`.
create table synced_sessions (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    session_id text    not null check (length(session_id) between 1 and 255), -- the program's id for it
    name       text    not null unique check (length(name) = 43), -- part of the address to which it is sent
    chat_id    integer not null references chats (id) on delete cascade,
    made_chat  integer not null check (made_chat in (0, 1)), -- 1: the conversation was created with it, and is deleted with it
    received   integer not null default 0, -- how often something was received
    taken_back text, -- the message from which on the person has undone the session
    created_at integer not null,
    unique (user_id, session_id)
) strict;

create index synced_sessions_of_chat on synced_sessions (chat_id);

-- The secrets with which more of a session may be sent: one for each token that it was shared with.
create table synced_session_secrets (
    session_id integer not null references synced_sessions (id) on delete cascade,
    digest     blob    not null check (length(digest) = 32),
    primary key (session_id, digest)
) strict, without rowid;

-- What was received of a session, so that a part that arrives later can be put in its place.
create table synced_items (
    id         integer primary key,
    session_id integer not null references synced_sessions (id) on delete cascade,
    kind       text    not null check (kind in ('session', 'message', 'part')),
    name       text    not null check (length(name) between 1 and 255), -- the program's id for it
    data       text    not null, -- JSON, as last received
    unique (session_id, kind, name)
) strict;

-- The commands that are following a session: at most one per conversation.
create table followers (
    chat_id    integer primary key references chats (id) on delete cascade,
    holder     blob    not null check (length(holder) = 16), -- random
    process    integer, -- its process id on this machine; null: on another machine
    expires_at integer not null -- renewed again and again while it runs
) strict;

-- The search index of names and messages (src/store/search.rs): a row for each message, with its id, and a row for each
-- conversation's name, with its negative id.
create virtual table search_index using fts5 (
    place, words, more, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Up to which ids messages and chats are in the index.
create table search_progress (
    message_id integer not null,
    chat_id    integer not null
) strict;

insert into search_progress (message_id, chat_id) values (0, 0);

-- Rows of the index that have changed or were deleted since.
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

-- The account that commands without `--user` act for; empty: the first account.
create table default_account (
    user_id integer primary key references users (id) on delete cascade
) strict;
