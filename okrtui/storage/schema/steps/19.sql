-- cases about a person: what they build on, whom they concern, and until when
ALTER TABLE agreement ADD COLUMN dri TEXT REFERENCES member(login);
CREATE INDEX agreement_dri ON agreement (dri) WHERE dri IS NOT NULL;
ALTER TABLE practice_case ADD COLUMN happened TEXT;
ALTER TABLE practice_case ADD COLUMN readers TEXT NOT NULL DEFAULT '';
ALTER TABLE practice_case ADD COLUMN shut TEXT;
