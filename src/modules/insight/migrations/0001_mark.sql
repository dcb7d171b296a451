-- What managers decided about a form: improve it, merge it with another, retire it. The newest word counts.
create table insight_mark (
    service @text primary key,
    mark @text not null,
    note @text not null,
    staff @id not null,
    at @time not null
);
