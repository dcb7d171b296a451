-- What the form carried that a note came from: a form sent again, however late, is the same note. '' where it carried nothing.
alter table case_note add column once @text not null default '';
