-- Transactions commit in any order, so the sequencer numbers events afterwards; until then they have no position.
create table event (
    id           @id primary key,
    position     @int,
    type         @text not null,
    version      @int not null,
    stream       @int not null,
    actor_kind   @text not null,
    actor_person @int not null,
    at           @time not null,
    facts        @text not null,
    hash         @bytes
);
create unique index event_position on event (position);
create index event_unnumbered on event (id) where position is null;
create index event_stream on event (stream);
create index event_forgotten on event (stream) where type = 'subject.forgotten';

-- How far each consumer has read.
create table consumer (
    name     @text primary key,
    position @int not null
);
