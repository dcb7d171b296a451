create table form_feedback (
    id @id primary key,
    service @text not null,
    version @id not null,
    page @text not null,
    trouble @text not null,
    words @text not null,
    at @time not null
);
create index form_feedback_service on form_feedback (service, at);
create index form_feedback_at on form_feedback (at);
