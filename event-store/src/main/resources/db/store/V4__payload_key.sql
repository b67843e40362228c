-- What makes a payload readable, and its hash in an event mean something: small rows in a table that can be rewritten
-- at any time. Without its row here a payload is erased. No key: stored before there were keys, as it is.
create table payload_key (
    id   uuid  primary key,
    key  bytea,
    salt bytea not null
);
insert into payload_key (id, salt) select id, salt from payload;
alter table payload drop column salt;
