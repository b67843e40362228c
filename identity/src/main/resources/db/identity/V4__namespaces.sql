-- In which namespaces a key lets its holder in; '*': in all, as every key did before there were any.
alter table api_key add column namespaces text[] not null default '{*}';
