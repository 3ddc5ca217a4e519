-- live sessions
CREATE TABLE session (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT
        NOT NULL, question TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id), facilitator TEXT NOT NULL
        REFERENCES member(login), phase TEXT NOT NULL, anonymous INTEGER NOT NULL, concealed INTEGER NOT NULL,
        budget INTEGER, most INTEGER NOT NULL, minutes TEXT NOT NULL, timer_end BIGINT, timer_left INTEGER,
        started BIGINT NOT NULL, closed BIGINT, version INTEGER NOT NULL);
CREATE TABLE card (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), text TEXT
        NOT NULL, author TEXT REFERENCES member(login), entered_by TEXT REFERENCES member(login), nonce TEXT NOT
        NULL, owner TEXT NOT NULL, tag TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id), group_id INTEGER
        REFERENCES card_group(id), place INTEGER NOT NULL, at BIGINT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX card_session ON card (session_id);
CREATE TABLE card_group (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), name
        TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX card_group_session ON card_group (session_id);
CREATE TABLE vote (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER NOT NULL REFERENCES card_group(id), ballot TEXT NOT NULL, number INTEGER NOT NULL, UNIQUE
        (group_id, ballot));
CREATE INDEX vote_session ON vote (session_id, ballot);
CREATE TABLE attendance (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id),
        login TEXT NOT NULL REFERENCES member(login), ready TEXT NOT NULL, seen BIGINT NOT NULL, UNIQUE
        (session_id, login));
CREATE TABLE typing (session_id INTEGER NOT NULL REFERENCES session(id), who TEXT NOT NULL, at BIGINT NOT
        NULL, PRIMARY KEY (session_id, who));
CREATE TABLE idea (id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
        champion TEXT REFERENCES member(login), kr_id INTEGER REFERENCES key_result(id), session_id INTEGER
        REFERENCES session(id), group_id INTEGER REFERENCES card_group(id), effort INTEGER, impact INTEGER,
        reason TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE idea_step (id INTEGER PRIMARY KEY, idea_id INTEGER NOT NULL REFERENCES idea(id), state TEXT
        NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL);
CREATE INDEX idea_step_idea ON idea_step (idea_id);
