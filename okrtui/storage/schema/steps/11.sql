-- values with keepers, in place of one text
CREATE TABLE value (id INTEGER PRIMARY KEY, text TEXT NOT NULL, keeper TEXT REFERENCES member(login), until TEXT,
        state TEXT NOT NULL, version INTEGER NOT NULL);
ALTER TABLE recognition ADD COLUMN value_id INTEGER REFERENCES value(id);
