-- What a trial looks for, what the rule that was fixed beforehand answered, and what people decided.
alter table service_trial add column measure @text not null default 'sent';
alter table service_trial add column least @int not null default 5;
alter table service_trial add column planned @int not null default 0;
alter table service_trial add column looks @int not null default 0;
alter table service_trial add column answer @text not null default '';
alter table service_trial add column answered_at @time;
alter table service_trial add column settled @id not null default 0;
alter table service_trial add column control_began @int not null default 0;
alter table service_trial add column control_did @int not null default 0;
alter table service_trial add column variant_began @int not null default 0;
alter table service_trial add column variant_did @int not null default 0;
alter table service_trial add column ended_by @id not null default 0;
alter table service_trial add column kept @id not null default 0;
alter table service_trial add column reason @text not null default '';
