-- action items
CREATE TABLE action (id INTEGER PRIMARY KEY, text TEXT NOT NULL, dri TEXT NOT NULL REFERENCES member(login),
        due TEXT NOT NULL, made BIGINT NOT NULL, session_id INTEGER REFERENCES session(id), topic TEXT NOT NULL, kr_id
        INTEGER REFERENCES key_result(id), works TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, version
        INTEGER NOT NULL);
CREATE INDEX action_dri ON action (dri, state);
CREATE INDEX action_session ON action (session_id);
CREATE TABLE action_step (id INTEGER PRIMARY KEY, action_id INTEGER NOT NULL REFERENCES action(id), what TEXT
        NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL);
CREATE INDEX action_step_action ON action_step (action_id);
