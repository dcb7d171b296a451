-- Staff who fill in a form for somebody: by whom, how they were asked. The draft belongs to the key, not to the staff
-- member's browser.
create table form_assisted (
    id @id primary key,
    key_hash @text not null unique,
    staff @id not null,
    channel @text not null,
    service @text not null,
    started_at @time not null,
    ended_at @time
);
create index form_assisted_started on form_assisted (started_at);
