-- phases that last over days
ALTER TABLE session ADD COLUMN days TEXT NOT NULL DEFAULT '[]';
