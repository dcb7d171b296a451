-- What one source said about somebody: a form that was sent, or a member of staff. Records that are about the same person form a tree
-- (parent); the whole tree is the person, named by its root. Nothing is copied when records are joined, so nothing is lost when they part.
create table people_record (
    id @id primary key,
    kind @int not null,
    subject @id not null, -- whose key seals `details`: that of the form, or own_subject
    own_subject @id not null, -- whose key seals what staff write down about the person at this record
    submission @id not null, -- 0: written down by staff
    team @text not null,
    restricted @bool not null,
    details @bytes, -- null: forgotten
    said @int not null, -- keyed hash of all details: equal where they are; 0: forgotten
    parent @id not null, -- 0: a root
    root @id not null,
    because @text not null, -- why it was joined to its parent: names of evidence
    joined_by @id not null, -- 0: by rule
    joined_at @time,
    made_by @id not null,
    made_at @time not null,
    touched @id not null -- a new id with each change of what a search finds
);
create index people_record_root on people_record (root, said);
create index people_record_parent on people_record (parent) where parent <> 0;
create index people_record_submission on people_record (submission) where submission <> 0;
create index people_record_subject on people_record (subject);
create index people_record_touched on people_record (touched, id);

-- Keyed hashes of what identifies, for looking up without keeping it in plain text.
create table people_identifier (
    record @id not null,
    kind @int not null,
    hash @int not null,
    primary key (record, kind, hash)
);
create index people_identifier_hash on people_identifier (kind, hash, record);

-- What staff wrote down: needs, consent, how to be reached, alerts. Words are sealed with the record's own subject.
create table people_fact (
    id @id primary key,
    record @id not null,
    kind @text not null,
    words @bytes not null,
    review_on @text not null,
    made_by @id not null,
    made_at @time not null,
    ended_at @time
);
create index people_fact_record on people_fact (record, id);

create table people_relation (
    id @id primary key,
    kind @text not null,
    from_record @id not null,
    to_record @id not null,
    made_by @id not null,
    made_at @time not null,
    ended_at @time
);
create index people_relation_from on people_relation (from_record, id);
create index people_relation_to on people_relation (to_record, id);

-- Two records that may be of one person, or that staff said are not.
create table people_pair (
    a @id not null,
    b @id not null,
    is_apart @bool not null,
    bits @int not null,
    because @text not null,
    made_at @time not null,
    primary key (a, b)
);
create index people_pair_b on people_pair (b, a);

-- Who looked at whom. For auditors.
create table people_look (
    id @id primary key,
    staff @id not null,
    record @id not null,
    at @time not null,
    why @text not null
);
create index people_look_record on people_look (record, id);
create index people_look_staff on people_look (staff, id);
