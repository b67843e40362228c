-- What workers need to know of each revision; it never changes.
create table router_revision (
    life_key text  not null,
    revision int   not null,
    spec     jsonb not null,
    primary key (life_key, revision)
);

-- Accepted calls that wait until their function has room; time-ordered ids keep them in order.
create table router_backlog (
    life_key   text  not null,
    invocation uuid  not null,
    request    jsonb not null,
    primary key (life_key, invocation)
);

create table saga (
    saga_id    text primary key,
    saga_type  text,
    revision   text,
    serialized bytea
);

create table saga_association (
    id                bigint generated always as identity primary key,
    association_key   text,
    association_value text,
    saga_id           text,
    saga_type         text
);
create index saga_association_by_value on saga_association (saga_type, association_key, association_value);
create index saga_association_by_saga on saga_association (saga_id, saga_type);

-- Timers (db-scheduler).
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);

-- The name of the broker's memory; a broker that does not know it has lost its data.
create table router_incarnation (
    only_row boolean primary key default true check (only_row),
    name     uuid    not null
);
insert into router_incarnation (name) values (gen_random_uuid());
