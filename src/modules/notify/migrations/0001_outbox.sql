create table notify_outbox (
    id @id primary key,
    event @id not null,
    recipient_hash @text not null,
    template @text not null,
    recipient @bytes not null,
    stream @id not null,
    state @text not null,
    attempts @int not null,
    problem @text not null,
    body @bytes,
    created_at @time not null,
    sent_at @time
);
create unique index notify_outbox_once on notify_outbox (event, recipient_hash, template);
create index notify_outbox_stream on notify_outbox (stream, id);
