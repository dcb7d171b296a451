-- Work that waits. While a job runs, due_at is the end of its lease: after a crash it is simply due again.
-- A dead job stays for staff to see; due_at then means nothing.
create table job (
    id         @id primary key,
    kind       @text not null,
    payload    @text not null,
    unique_key @text,
    attempt    @int not null,
    due_at     @time not null,
    died_at    @time,
    reason     @text not null
);
create unique index job_unique on job (kind, unique_key);
create index job_due on job (kind, due_at) where died_at is null;
create index job_dead on job (died_at) where died_at is not null;
