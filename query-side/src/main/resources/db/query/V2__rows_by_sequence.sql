-- A row tells a repetition by its event's number in its own stream: the position in the stream of all events, as a token
-- tells it, is the same for all that became visible late. Rows of before take whatever comes next.

alter table view_function rename column position to sequence;
alter table view_invocation rename column position to sequence;
alter table view_container rename column position to sequence;
update view_function set sequence = -1;
update view_invocation set sequence = -1;
