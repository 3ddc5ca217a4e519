-- processes and their cases
CREATE TABLE process (id INTEGER PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, who
        TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
        UNIQUE (name, number));
CREATE TABLE practice_case (id INTEGER PRIMARY KEY, process_id INTEGER NOT NULL REFERENCES process(id), title TEXT NOT
        NULL, text TEXT NOT NULL, opener TEXT NOT NULL REFERENCES member(login), opened TEXT NOT NULL, asked TEXT
        REFERENCES member(login), subject TEXT REFERENCES member(login), companion TEXT REFERENCES member(login), dri
        TEXT REFERENCES member(login), chosen TEXT REFERENCES member(login), holder TEXT REFERENCES member(login),
        kr_id INTEGER REFERENCES key_result(id), evidence TEXT NOT NULL, step TEXT NOT NULL, since TEXT NOT NULL,
        by_day TEXT, turn TEXT REFERENCES member(login), team TEXT NOT NULL, due TEXT, lapses INTEGER NOT NULL, silent TEXT, state TEXT NOT
        NULL, outcome TEXT NOT NULL, closed TEXT, ends TEXT, appealed INTEGER NOT NULL, older_id INTEGER REFERENCES
        practice_case(id), said INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX practice_case_state ON practice_case (state, due);
CREATE INDEX practice_case_older ON practice_case (older_id);
CREATE TABLE case_entry (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES practice_case(id), kind TEXT NOT
        NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, day TEXT NOT NULL, step TEXT NOT NULL,
        outcome TEXT NOT NULL, text TEXT NOT NULL, to_login TEXT REFERENCES member(login), ends TEXT);
CREATE INDEX case_entry_case ON case_entry (case_id);
