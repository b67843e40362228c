-- What was open when the event store was read up to a position: bytes by call and function.
create table open_calls_checkpoint (
    only_row   boolean primary key default true check (only_row),
    position   bigint not null,
    token      bytea  not null,
    token_type text   not null,
    open       jsonb  not null
);
