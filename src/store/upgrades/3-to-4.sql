-- What was found and is harmless: for one share, or for all that somebody shares. And indexes: one that counts
-- conversations by itself, and one by which old visits are found.

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
