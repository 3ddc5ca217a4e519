-- the week
CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE workspace (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, name TEXT NOT NULL,
        timezone TEXT NOT NULL, vision TEXT NOT NULL,
        ethos TEXT NOT NULL, created_at BIGINT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE member (id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        skills TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE TABLE membership (id INTEGER PRIMARY KEY, login TEXT NOT NULL REFERENCES member(login),
        team_id INTEGER NOT NULL REFERENCES team(id), UNIQUE (login, team_id));
CREATE TABLE cycle (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, start_day TEXT NOT NULL,
        end_day TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE objective (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle(id), title TEXT NOT NULL, why TEXT NOT NULL,
        team_id INTEGER REFERENCES team(id), dri TEXT REFERENCES member(login), kind TEXT NOT NULL,
        weight DOUBLE PRECISION NOT NULL, parent_id INTEGER REFERENCES objective(id), state TEXT NOT NULL,
        comment TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX objective_cycle ON objective (cycle_id, number);
CREATE INDEX objective_dri ON objective (dri);
CREATE TABLE key_result (id INTEGER PRIMARY KEY, objective_id INTEGER NOT NULL REFERENCES objective(id),
        number INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, start DOUBLE PRECISION NOT NULL,
        target DOUBLE PRECISION NOT NULL, unit TEXT NOT NULL, weight DOUBLE PRECISION NOT NULL,
        dri TEXT REFERENCES member(login), priority TEXT NOT NULL, note TEXT NOT NULL, milestones TEXT NOT NULL,
        state TEXT NOT NULL, score DOUBLE PRECISION, comment TEXT NOT NULL, version INTEGER NOT NULL,
        UNIQUE (objective_id, number));
CREATE INDEX key_result_dri ON key_result (dri);
CREATE TABLE checkin (id INTEGER PRIMARY KEY, kr_id INTEGER NOT NULL REFERENCES key_result(id),
        week TEXT NOT NULL, revision INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL, confidence INTEGER,
        note TEXT NOT NULL, status TEXT, done TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login),
        entered_by TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, UNIQUE (kr_id, week, revision));
CREATE INDEX checkin_week ON checkin (week, who);
CREATE TABLE weekly_update (id INTEGER PRIMARY KEY, who TEXT NOT NULL REFERENCES member(login),
        week TEXT NOT NULL, revision INTEGER NOT NULL, ahead TEXT NOT NULL, blocker TEXT NOT NULL,
        helpers TEXT NOT NULL, wins TEXT NOT NULL, pulse INTEGER, at BIGINT NOT NULL, UNIQUE (who, week, revision));
CREATE INDEX weekly_update_week ON weekly_update (week);
CREATE TABLE commitment (id INTEGER PRIMARY KEY, who TEXT NOT NULL REFERENCES member(login),
        week TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id),
        state TEXT NOT NULL, carries INTEGER NOT NULL, reason TEXT NOT NULL,
        from_id INTEGER REFERENCES commitment(id), version INTEGER NOT NULL, UNIQUE (who, week, position));
CREATE INDEX commitment_week ON commitment (week);
CREATE TABLE health_metric (id INTEGER PRIMARY KEY, name TEXT NOT NULL, team_id INTEGER REFERENCES team(id),
        state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE health_reading (id INTEGER PRIMARY KEY, metric_id INTEGER NOT NULL REFERENCES health_metric(id),
        week TEXT NOT NULL, revision INTEGER NOT NULL, colour TEXT NOT NULL, note TEXT NOT NULL,
        who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, UNIQUE (metric_id, week, revision));
CREATE TABLE activity (id INTEGER PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, verb TEXT NOT NULL,
        ref TEXT NOT NULL, summary TEXT NOT NULL, changes TEXT NOT NULL, undoes INTEGER);
CREATE INDEX activity_who ON activity (who, id);
