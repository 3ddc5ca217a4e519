-- a chain through the journal
ALTER TABLE activity ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN chain TEXT NOT NULL DEFAULT '';
