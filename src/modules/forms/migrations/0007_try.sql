-- A draft of somebody who tries out what is not published (docs/adr/0017): it is never counted and never becomes a case.
alter table form_draft add column is_try @bool not null default 0;
