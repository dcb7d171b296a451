-- Things of a layer: schools, libraries. `properties` is a JSON object of what rules may look at.
create table place_feature (
    layer @text not null,
    id @text not null,
    name @text not null,
    lon @real not null,
    lat @real not null,
    properties @text not null,
    primary key (layer, id)
);
