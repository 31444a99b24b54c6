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
    updated_at integer not null
) strict;

create index chats_of_user on chats (user_id, updated_at);

-- What was said. The order within a chat is the order of the ids.
create table messages (
    id         integer primary key autoincrement,
    chat_id    integer not null references chats (id) on delete cascade,
    role       text    not null check (role in ('user', 'assistant', 'system', 'tool')),
    content    text    not null,
    created_at integer not null,
    updated_at integer not null
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
