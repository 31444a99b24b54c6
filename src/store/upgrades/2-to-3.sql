-- What the owner's page is about: sessions with names, tokens of scripts, links that make accounts,
-- chats that can be had back, and shares of a part, a state or a number of openings.

create temporary table old_sessions as select * from sessions;
drop table sessions;
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

-- Tokens that scripts sign in with. As with sessions only digests are kept.
create table api_tokens (
    id           integer primary key autoincrement,
    user_id      integer not null references users (id) on delete cascade,
    name         text    not null check (length(name) between 1 and 255),
    token_digest blob    not null unique check (length(token_digest) = 32),
    scope        text    not null check (scope in ('read', 'write')),
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

insert into sessions (token_digest, user_id, client, created_at, expires_at)
select token_digest, user_id, '', created_at, expires_at from old_sessions;
drop table old_sessions;

alter table chats add column deleted_at integer;
alter table chats add column is_frozen integer not null default 0 check (is_frozen in (0, 1));

create view live_chats as
select * from chats where deleted_at is null and is_frozen = 0;

create index chats_deleted on chats (deleted_at) where deleted_at is not null;

alter table messages add column original_id integer;
alter table shares add column revision integer not null default 0;
alter table shares add column max_views integer check (max_views > 0);
alter table shares add column views_left integer check (views_left >= 0 and (views_left is null) = (max_views is null));
alter table shares add column views integer not null default 0;
alter table shares add column last_viewed_at integer;
alter table shares add column records_visitors integer not null default 0 check (records_visitors in (0, 1));
alter table shares add column until_message_id integer;
alter table shares add column message_ids text check (message_ids is null or until_message_id is null);
alter table shares add column frozen_chat_id integer references chats (id) on delete set null;
alter table shares add column frozen_at integer;

create index shares_of_frozen_chat on shares (frozen_chat_id) where frozen_chat_id is not null;

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
    primary key (share_id, kind, text),
    check (kind <> 'word' or text <> '')
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
