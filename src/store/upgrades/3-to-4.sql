-- What was found and is harmless: for one share, or for all that somebody shares. Indexes: one that counts
-- conversations by itself, those that have each order of their list, and one by which old visits are found. What imports know: that nobody said when, which model
-- said it, and what became of them. What tells that messages were only added.

alter table share_redactions add column is_harmless integer not null default 0 check (is_harmless in (0, 1));

create table harmless_values (
    user_id    integer not null references users (id) on delete cascade,
    kind       text    not null, -- of secret
    text       text    not null check (text <> ''),
    created_at integer not null,
    primary key (user_id, kind, text)
) strict, without rowid;

drop index chats_of_user;
create index chats_of_user on chats (user_id, updated_at) where deleted_at is null and is_frozen = 0;

create index chats_by_creation on chats (user_id, created_at) where deleted_at is null and is_frozen = 0;

create index visitors_by_time on visitors (opened_at);

alter table chats add column is_undated integer not null default 0 check (is_undated in (0, 1));
alter table chats add column imported_at integer;
alter table chats add column imported_name text;
alter table chats add column rewritten integer not null default 0;
alter table chats add column source_text blob check (length(source_text) = 32);
create index chats_by_text on chats (user_id, source_text) where source_text is not null;

-- `fold` is the program's own: lower case of every script.
alter table chats add column name_key text not null default '';
alter table chats add column model_key text not null default '';
update chats set name_key = fold(name), model_key = fold(model);
create index chats_by_import on chats (user_id, imported_at) where deleted_at is null and is_frozen = 0;
create index chats_by_name on chats (user_id, name_key) where deleted_at is null and is_frozen = 0;
create index chats_by_model on chats (user_id, model_key) where deleted_at is null and is_frozen = 0;
create index chats_by_number on chats (user_id) where deleted_at is null and is_frozen = 0;

create trigger messages_rewritten after update on messages
when old.chat_id <> new.chat_id
  or exists (select 1 from messages where chat_id = new.chat_id and id > new.id order by id limit 1 offset 15) begin
    update chats set rewritten = random() where id in (old.chat_id, new.chat_id);
end;
drop trigger messages_removed;
create trigger messages_removed after delete on messages begin
    update chats set revision = random(), rewritten = random() where id = old.chat_id;
end;

create table message_details (
    message_id integer primary key references messages (id) on delete cascade,
    model      text check (length(model) between 1 and 255), -- that said it
    is_undated integer not null default 0 check (is_undated in (0, 1)) -- 1: nobody said when; created_at is its chat's
) strict;

create table import_reports (
    id         integer primary key autoincrement,
    user_id    integer not null references users (id) on delete cascade,
    name       text    not null check (length(name) between 1 and 255), -- of what was imported
    report     text    not null, -- JSON, as the API tells it
    created_at integer not null
) strict;

create index import_reports_of_user on import_reports (user_id, id);

-- The index of the search. It is filled later, by the program.
create virtual table search_index using fts5 (
    place, words, more, content = '', contentless_delete = 1, tokenize = 'ascii'
);

create table search_progress (
    message_id integer not null,
    chat_id    integer not null
) strict;

insert into search_progress (message_id, chat_id) values (0, 0);

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

create table default_account (
    user_id integer primary key references users (id) on delete cascade
) strict;

alter table whitelist_entries add column opened_at integer;

alter table shares add column slug text check (length(slug) = 12);
alter table shares add column word text check (length(word) between 3 and 64);
alter table shares add column is_word_public integer not null default 0 check (is_word_public in (0, 1));
alter table shares add column may_be_continued integer not null default 1 check (may_be_continued in (0, 1));

create unique index shares_by_slug on shares (slug);
create unique index shares_by_word on shares (word) where word is not null;

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

-- Each share gets its name by the trigger.
update shares set slug = null;

-- Tokens that publish running sessions.
create temporary table old_tokens as select * from api_tokens;
drop table api_tokens;
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

insert into api_tokens (id, user_id, name, token_digest, scope, created_at, expires_at, last_used_at)
select id, user_id, name, token_digest, scope, created_at, expires_at, last_used_at from old_tokens;
drop table old_tokens;

-- Sessions that their own program shares while they run.
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

create table synced_session_secrets (
    session_id integer not null references synced_sessions (id) on delete cascade,
    digest     blob    not null check (length(digest) = 32),
    primary key (session_id, digest)
) strict, without rowid;

create table synced_items (
    id         integer primary key,
    session_id integer not null references synced_sessions (id) on delete cascade,
    kind       text    not null check (kind in ('session', 'message', 'part')),
    name       text    not null check (length(name) between 1 and 255), -- by which the program knows it
    data       text    not null, -- JSON, as it was sent last
    unique (session_id, kind, name)
) strict;

-- The first account administers.
alter table users add column is_admin integer not null default 0 check (is_admin in (0, 1));
alter table users add column disabled_at integer;
alter table users add column signed_in_at integer;
alter table users add column display_name text check (length(display_name) between 1 and 255);
update users set is_admin = 1 where id = (select min(id) from users);
update users set signed_in_at = (select max(created_at) from sessions where user_id = users.id);

create table password_links (
    user_id      integer primary key references users (id) on delete cascade,
    token_digest blob    not null unique check (length(token_digest) = 32),
    created_at   integer not null,
    expires_at   integer not null
) strict;

create table followers (
    chat_id    integer primary key references chats (id) on delete cascade,
    holder     blob    not null check (length(holder) = 16), -- random
    process    integer, -- its number on this machine; null for one that is elsewhere
    expires_at integer not null -- it says again and again that it is there
) strict;

-- How many conversations everybody has, so that no list counts them; in which names three characters stand side by side.
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

insert into chat_counts (user_id, live) select user_id, count(*) from live_chats group by user_id;
insert into chat_names (rowid, name, model)
select id, replace(name, 'İ', 'i̇'), replace(model, 'İ', 'i̇') from chats;
