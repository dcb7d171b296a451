create table identity_staff (
    id @id primary key,
    email @text not null unique,
    name @text not null,
    roles @text not null,
    teams @text not null,
    password @text,
    active @bool not null,
    created_at @time not null
);

create table identity_session (
    token_hash @text primary key,
    staff @id not null references identity_staff (id),
    created_at @time not null,
    seen_at @time not null,
    expires_at @time not null
);
create index identity_session_staff on identity_session (staff);

create table identity_attempt (
    key_hash @text primary key,
    tries @int not null,
    since @time not null
);

create table identity_link (
    token_hash @text primary key,
    staff @id not null references identity_staff (id),
    created_at @time not null,
    expires_at @time not null,
    used_at @time
);
create index identity_link_staff on identity_link (staff);
