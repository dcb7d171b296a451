-- The writer numbers events itself: the position is the row.
create table event (
    position     integer primary key,
    id           @id not null,
    type         @text not null,
    version      @int not null,
    stream       @int not null,
    actor_kind   @text not null,
    actor_person @int not null,
    at           @time not null,
    facts        @text not null,
    hash         @bytes not null
);
create index event_stream on event (stream);
create index event_forgotten on event (stream) where type = 'subject.forgotten';

-- How far each consumer has read.
create table consumer (
    name     @text primary key,
    position @int not null
);
