-- what whoever leads reads, and what was read
ALTER TABLE card ADD COLUMN is_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attendance ADD COLUMN lit TEXT NOT NULL DEFAULT '';
