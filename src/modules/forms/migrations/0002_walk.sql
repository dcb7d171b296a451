-- How far each way through a form went: never an answer, nothing of who. One row while it may go on, so that a page costs one
-- update and nobody waits for a shared counter; later its counts are added to form_figure and the row goes.
create table form_walk (
    draft @id primary key,
    service @text not null,
    version @id not null,
    day @int not null,
    device @text not null,
    channel @text not null,
    place @text not null,
    answered @text not null,
    errors @text not null,
    saved @bool not null,
    returned @bool not null,
    sent @bool not null,
    touched_at @time not null
);
create index form_walk_service on form_walk (service, day);
create index form_walk_touched on form_walk (touched_at);

create table form_figure (
    service @text not null,
    version @id not null,
    day @int not null,
    what @text not null,
    which @text not null,
    device @text not null,
    channel @text not null,
    count @int not null,
    primary key (service, day, version, what, which, device, channel)
);
