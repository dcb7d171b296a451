-- Links that end messages of one kind for one person: the token's hash, never the token.
create table notify_unsubscribe (
    token_hash @text not null primary key,
    topic @text not null,
    subscription @id not null,
    expires_at @time not null,
    used_at @time
);
create index notify_unsubscribe_expiry on notify_unsubscribe (expires_at);
