-- Views: made of the events, so they can be thrown away and made again. A row has its key, what lists filter by, the
-- position of the last event in it, and the view as JSON: kept as text, since jsonb cannot hold every string.

create table view_function (
    key      text collate "C" primary key,
    removed  boolean not null,
    position bigint  not null,
    view     json    not null
);
create index on view_function (key) where not removed;

create table view_invocation (
    key      text collate "C" primary key,
    function text collate "C" not null,
    state    text   not null,
    position bigint not null,
    view     json   not null
);
create index on view_invocation (function, key);
-- Nearly all calls succeed: only the others need to be found by their state.
create index on view_invocation (state, key) where state <> 'SUCCEEDED';
create index on view_invocation (function, state, key) where state <> 'SUCCEEDED';

create table view_container (
    key      text collate "C" primary key,
    function text collate "C" not null,
    live     boolean not null,
    position bigint  not null,
    view     json    not null
);
create index on view_container (function, key) where live;
