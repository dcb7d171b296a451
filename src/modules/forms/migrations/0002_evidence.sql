-- Papers beside photos: a PDF is kept as it came and only ever downloaded.
alter table form_file add column kind @text not null default 'photo';
