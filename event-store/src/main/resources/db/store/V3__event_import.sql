-- Up to where events are history of elsewhere.
create table event_import (
    last_position bigint      primary key,
    imported_at   timestamptz not null
);
