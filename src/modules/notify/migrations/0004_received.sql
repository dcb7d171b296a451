-- Answers to texts. `answer_key` tells for some weeks which case a number was written to about; it is a keyed hash that
-- changes weekly. What belongs to no case is kept here, sealed, until somebody has read it.
alter table notify_outbox add column answer_key @text;
create index notify_outbox_answer on notify_outbox (answer_key, id);
create table notify_received (
    provider_hash @text not null primary key,
    stream @id not null,
    number @bytes,
    words @bytes,
    received_at @time not null
);
create index notify_received_time on notify_received (received_at);
