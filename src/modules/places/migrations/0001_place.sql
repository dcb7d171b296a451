create table place_street (
    usrn @text primary key,
    name @text not null,
    lon @real not null,
    lat @real not null,
    west @real not null,
    south @real not null,
    east @real not null,
    north @real not null,
    course @text not null
);
create index place_street_box on place_street (south, north);

create table place_area (
    kind @text not null,
    slug @text not null,
    name @text not null,
    west @real not null,
    south @real not null,
    east @real not null,
    north @real not null,
    outline @text not null,
    primary key (kind, slug)
);

create table place_address (
    uprn @text primary key,
    position @int not null,
    line @text not null,
    town @text not null,
    postcode @text not null,
    usrn @text not null references place_street (usrn),
    ward @text not null,
    depot @text not null,
    lon @real not null,
    lat @real not null
);
create index place_address_postcode on place_address (postcode, position);
create index place_address_point on place_address (lat, lon, uprn);
create index place_address_street on place_address (usrn);

create table place_word (
    word @text not null,
    uprn @text not null references place_address (uprn),
    primary key (word, uprn)
);
create index place_word_address on place_word (uprn);
