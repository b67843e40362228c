-- Browsers that presented a key, by the hash of what they were given for it. Ends with its key at the latest.
create table browser_session (
    hash       text primary key,
    key_id     text        not null references api_key,
    expires_at timestamptz not null
);
