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
    updated_at    integer not null
) strict;

-- Sign-ins. The cookie holds a random token; only its SHA-256 digest is kept, so that a stolen
-- database opens no session.
create table sessions (
    token_digest blob    primary key check (length(token_digest) = 32),
    user_id      integer not null references users (id) on delete cascade,
    created_at   integer not null,
    expires_at   integer not null
) strict, without rowid;

create index sessions_of_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

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
    source_count  integer check ((source_count is null) = (source_digest is null))
) strict;

create index chats_of_user on chats (user_id, updated_at);
create index chats_by_source on chats (user_id, source_format, source_id) where source_format is not null;
create index chats_by_digest on chats (user_id, source_digest) where source_format is not null and source_id is null;

-- What was said. The order within a chat is the order of the ids.
create table messages (
    id         integer primary key autoincrement,
    chat_id    integer not null references chats (id) on delete cascade,
    role       text    not null check (role in ('user', 'assistant', 'system', 'tool')),
    content    text    not null,
    created_at integer not null,
    updated_at integer not null,
    parts      text -- JSON list of what the message consists of; null where it is all words
) strict;

create index messages_of_chat on messages (chat_id, id);

create trigger chats_changed after update of name, model, created_at, updated_at on chats begin
    update chats set revision = random() where id = new.id;
end;
create trigger messages_added after insert on messages begin
    update chats set revision = random() where id = new.chat_id;
end;
create trigger messages_changed after update on messages begin
    update chats set revision = random() where id in (old.chat_id, new.chat_id);
end;
create trigger messages_removed after delete on messages begin
    update chats set revision = random() where id = old.chat_id;
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
    check (is_protected = 0 or hashed_password is not null)
) strict;

-- Who may read a share that is for named people.
create table whitelist_entries (
    id         integer primary key autoincrement,
    share_id   integer not null references shares (id) on delete cascade,
    user_id    integer not null references users (id) on delete cascade,
    created_at integer not null,
    updated_at integer not null,
    unique (share_id, user_id)
) strict;

create index whitelist_entries_of_user on whitelist_entries (user_id);

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
