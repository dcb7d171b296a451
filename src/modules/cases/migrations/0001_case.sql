create table case_record (
    id @id primary key,
    reference @text not null unique,
    service @text not null,
    service_version @int not null,
    submission @id not null,
    subject @id not null,
    team @text not null,
    stage @text not null,
    opened_at @time not null,
    target_at @time not null,
    closed_at @time,
    outcome @text not null,
    assignee @id not null,
    organisation @id not null,
    sensitivity @int not null,
    place @text not null,
    longitude @real,
    latitude @real,
    abuse @bool not null,
    has_news @bool not null,
    revision @int not null,
    summary @text not null
);
-- A team's queue: newest first, and most urgent first. Open cases only, so that they stay small when closed ones are millions.
create index case_record_open on case_record (team, id) where closed_at is null;
create index case_record_due on case_record (team, target_at, id) where closed_at is null;
create index case_record_closed on case_record (team, id) where closed_at is not null;

-- From a photo to the case that says who may see it.
create index case_record_submission on case_record (submission);

create table case_note (
    id @id primary key,
    case_id @id not null references case_record (id),
    kind @text not null,
    words @bytes not null,
    created_at @time not null
);
create index case_note_case on case_note (case_id, id);
