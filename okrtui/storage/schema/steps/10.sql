-- a key result that an objective contributes to, and how numbers are written
ALTER TABLE objective ADD COLUMN parent_kr_id INTEGER REFERENCES key_result(id);
ALTER TABLE workspace ADD COLUMN decimal_sign TEXT NOT NULL DEFAULT '';
