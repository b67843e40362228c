-- Rebuilds of views; at most one is under way. A rebuild swaps tables, and gives the indexes of the new one the names of
-- the old one's: later migrations may name them.
create table view_rebuild (
    id       bigint generated always as identity primary key,
    views    text[]           not null,
    state    text             not null default 'RUNNING',
    asked_at timestamptz      not null,
    ended_at timestamptz,
    target   bigint           not null,
    position bigint           not null default 0,
    events   bigint           not null default 0,
    seconds  double precision not null default 0,
    problem  text
);
create unique index view_rebuild_under_way on view_rebuild ((true)) where state = 'RUNNING';
