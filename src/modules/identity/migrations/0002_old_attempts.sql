create index identity_attempt_since on identity_attempt (since);
