-- Whose case it is, where the service asks: a name, sealed.
alter table case_record add column about @bytes;
