-- Values of secrets, encrypted; of each the present one only. A row is bound to its name and version by the encryption.
create table secret (
    name      text primary key,
    version   int         not null,
    key_id    text        not null,
    sealed    bytea       not null,
    stored_at timestamptz not null
);
