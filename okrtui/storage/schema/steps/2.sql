-- the hero board
CREATE TABLE recognition (id INTEGER PRIMARY KEY, giver TEXT NOT NULL REFERENCES member(login),
        standard TEXT NOT NULL, story TEXT NOT NULL, evidence TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id),
        at BIGINT NOT NULL, week TEXT NOT NULL, withdrawn INTEGER NOT NULL, reason TEXT NOT NULL,
        practice_when TEXT NOT NULL, practice_how TEXT NOT NULL, across INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX recognition_standard ON recognition (standard, id);
CREATE INDEX recognition_week ON recognition (week);
CREATE TABLE recipient (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        login TEXT NOT NULL REFERENCES member(login), hidden INTEGER NOT NULL, words TEXT NOT NULL,
        version INTEGER NOT NULL, UNIQUE (recognition_id, login));
CREATE INDEX recipient_login ON recipient (login, recognition_id);
CREATE TABLE reaction (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        who TEXT NOT NULL REFERENCES member(login), kind TEXT NOT NULL, UNIQUE (recognition_id, who, kind));
CREATE TABLE reply (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        who TEXT NOT NULL REFERENCES member(login), text TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX reply_recognition ON reply (recognition_id);
