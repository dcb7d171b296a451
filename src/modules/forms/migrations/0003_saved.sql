-- A draft that somebody wants to find again on another device. Neither the link nor the code is here: both are made from the
-- council's secret, the row's id and its issue; the link's hash finds the row.
create table form_saved (
    id @id primary key,
    draft @id not null unique,
    service @text not null,
    subject @id not null,
    issue @int not null,
    link_hash @text not null unique,
    recipient @bytes not null,
    put_away @bool not null,
    expires_at @time not null,
    reminded_at @time
);
create index form_saved_expires on form_saved (expires_at);
