-- What the rules made of the answers when they were sent: values and decisions, sealed.
alter table form_submission add column worked_out @bytes;
