-- Which call an Idempotency-Key stands for; the salted hash tells whether a body is the same.
create table idempotency_key (
    function   text collate "C" not null,
    key        text collate "C" not null,
    invocation uuid        not null,
    salt       bytea       not null,
    hash       text        not null,
    expires_at timestamptz not null,
    primary key (function, key)
);
create index idempotency_key_by_expiry on idempotency_key (expires_at);
