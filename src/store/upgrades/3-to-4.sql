-- What was found and is harmless: for one share, or for all that somebody shares. Indexes: one that counts
-- conversations by itself, and one by which old visits are found. What imports know: that nobody said when, which model
-- said it, and what became of them.

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

create index visitors_by_time on visitors (opened_at);

alter table chats add column is_undated integer not null default 0 check (is_undated in (0, 1));
alter table chats add column imported_at integer;
alter table chats add column imported_name text;

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
