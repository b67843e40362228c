-- Which functions were deployed with a source: asked before a worker that runs some namespaces only is given it.
create index domain_event_source on domain_event ((payload::json -> 'code' ->> 'sha256'))
    where payload_type = 'io.cloudfunc.api.function.FunctionDeployed';
