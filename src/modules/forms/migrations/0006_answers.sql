-- Whoever has just sent something may look at it once more, found by whom it is about.
create index form_submission_subject on form_submission (subject);
