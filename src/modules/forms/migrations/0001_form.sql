-- A draft is one browser's way through one service. Its answers are sealed whole.
create table form_draft (
    id @id primary key,
    browser_hash @text not null,
    service @text not null,
    version @id not null,
    subject @id not null,
    answers @bytes,
    reference @text,
    deadline @time,
    created_at @time not null,
    updated_at @time not null,
    unique (browser_hash, service)
);
create index form_draft_updated on form_draft (updated_at);

create table form_submission (
    id @id primary key,
    version @id not null,
    subject @id not null,
    answers @text not null,
    sealed @bytes,
    submitted_at @time not null
);

create table form_file (
    id @id primary key,
    draft @id not null,
    submission @id,
    subject @id not null,
    question @text not null,
    state @text not null,
    original @text,
    image @text,
    thumbnail @text,
    created_at @time not null
);
create index form_file_draft on form_file (draft);
create index form_file_submission on form_file (submission);
