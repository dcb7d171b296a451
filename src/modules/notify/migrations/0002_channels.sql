-- A row is one try to reach somebody: by email, text or letter. `rest` is how else to reach them, sealed.
alter table notify_outbox add column channel @text not null default 'email';
alter table notify_outbox add column subject @id;
alter table notify_outbox add column rest @bytes;
alter table notify_outbox add column instead_of @id;
alter table notify_outbox add column provider_id @text;
alter table notify_outbox add column delivered_at @time;
