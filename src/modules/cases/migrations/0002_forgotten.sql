-- When the details of the person were deleted. Closed cases that still hold them are found by the version that says how long.
alter table case_record add column forgotten_at @time;
create index case_record_kept on case_record (service_version, closed_at) where closed_at is not null and forgotten_at is null;
