-- Where a version came from: 'file' or 'editor', and who published it.
alter table service_version add column origin @text not null default 'file';
alter table service_version add column published_by @id not null default 0;

-- What is being written; one for each service.
create table service_draft (
    service @text primary key,
    revision @int not null,
    state @text not null,
    source @text not null,
    base @int not null,
    authors @text not null,
    reviewer @id not null,
    reason @text not null,
    publish_at @time,
    shipped @text not null,
    changed_at @time not null,
    changed_by @id not null
);

-- Who did what to a service and its drafts, and what was said.
create table service_step (
    id @id primary key,
    service @text not null,
    kind @text not null,
    person @id not null,
    at @time not null,
    number @int not null,
    words @text not null
);
create index service_step_service on service_step (service, id);
