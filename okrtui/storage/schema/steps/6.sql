-- the retro
ALTER TABLE session ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN prompts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE session ADD COLUMN team_id INTEGER REFERENCES team(id);
ALTER TABLE session ADD COLUMN cycle_id INTEGER REFERENCES cycle(id);
ALTER TABLE session ADD COLUMN box INTEGER;
ALTER TABLE session ADD COLUMN at_step INTEGER;
ALTER TABLE session ADD COLUMN topic_id INTEGER;
ALTER TABLE session ADD COLUMN topic_minutes INTEGER NOT NULL DEFAULT 5;
CREATE TABLE agenda_item (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), phase
        TEXT NOT NULL, title TEXT NOT NULL, minutes INTEGER NOT NULL, skipped INTEGER NOT NULL, who TEXT REFERENCES
        member(login), place INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX agenda_item_session ON agenda_item (session_id, place);
CREATE TABLE proposal (id INTEGER PRIMARY KEY, text TEXT NOT NULL, who TEXT NOT NULL REFERENCES
        member(login), team_id INTEGER REFERENCES team(id), at BIGINT NOT NULL, state TEXT NOT NULL, session_id INTEGER
        REFERENCES session(id), version INTEGER NOT NULL);
CREATE TABLE retro_template (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, question
        TEXT NOT NULL, prompts TEXT NOT NULL, items TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE topic (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER NOT NULL UNIQUE REFERENCES card_group(id), state TEXT NOT NULL, rounds INTEGER NOT NULL, version INTEGER
        NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER REFERENCES card_group(id), item_id INTEGER REFERENCES agenda_item(id), kind TEXT NOT NULL, text TEXT NOT
        NULL, who TEXT REFERENCES member(login), at BIGINT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX note_session ON note (session_id);
CREATE TABLE poll (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), kind TEXT NOT
        NULL, group_id INTEGER REFERENCES card_group(id), minutes INTEGER NOT NULL, is_open INTEGER NOT NULL, version
        INTEGER NOT NULL);
CREATE INDEX poll_session ON poll (session_id);
CREATE TABLE answer (id INTEGER PRIMARY KEY, poll_id INTEGER NOT NULL REFERENCES poll(id), ballot TEXT NOT
        NULL, number INTEGER NOT NULL, UNIQUE (poll_id, ballot));
CREATE TABLE agreement (id INTEGER PRIMARY KEY, text TEXT NOT NULL, state TEXT NOT NULL, session_id INTEGER
        REFERENCES session(id), at BIGINT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE kr_review (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), kr_id
        INTEGER NOT NULL REFERENCES key_result(id), learned TEXT NOT NULL, verdict TEXT NOT NULL, who TEXT NOT NULL
        REFERENCES member(login), version INTEGER NOT NULL, UNIQUE (session_id, kr_id));
