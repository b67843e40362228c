-- Keys by what everybody may see of them; of a key itself only its hash. Written with the key's events, in one commit.
create table api_key (
    id           text primary key,
    label        text        not null,
    roles        text[]      not null,
    hash         text        not null,
    issued_at    timestamptz not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
