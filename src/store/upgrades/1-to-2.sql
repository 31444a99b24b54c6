-- From version 1 to 2: imports that are known again, parts of messages, attachments, expiry.

alter table chats add column source_format text;
alter table chats add column source_id     text;
alter table chats add column source_digest blob check (length(source_digest) = 32);
alter table chats add column source_count  integer check ((source_count is null) = (source_digest is null));

create index chats_by_source on chats (user_id, source_format, source_id) where source_format is not null;
create index chats_by_digest on chats (user_id, source_digest) where source_format is not null and source_id is null;

alter table messages add column parts text;
alter table shares add column expires_at integer;

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
