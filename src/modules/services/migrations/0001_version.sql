-- Published versions of service definitions. Rows are never changed.
create table service_version (
    id @id primary key,
    service @text not null,
    number @int not null,
    hash @text not null,
    source @text not null,
    published_at @time not null,
    unique (service, number)
);
