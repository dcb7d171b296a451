-- Two published versions of a service that visitors get by turns; at most one runs for a service.
create table service_trial (
    id @id primary key,
    service @text not null,
    control @id not null,
    variant @id not null,
    share @int not null,
    began_at @time not null,
    began_by @id not null,
    ended_at @time
);
create index service_trial_service on service_trial (service, id);
create index service_trial_running on service_trial (ended_at, service);
