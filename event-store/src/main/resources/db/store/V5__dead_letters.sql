-- Dead letters are few among all events, and are listed and redriven.
create index domain_event_dead_letter on domain_event (aggregate_id)
    where payload_type = 'io.cloudfunc.api.invocation.InvocationDeadLettered';
