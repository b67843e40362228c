-- What is deployed in a namespace is counted where that is bounded.
create index domain_event_deployed on domain_event (aggregate_id, sequence_number desc)
    where payload_type in ('io.cloudfunc.api.function.FunctionDeployed', 'io.cloudfunc.api.function.FunctionRemoved');
