-- what a group was merged into
ALTER TABLE card_group ADD COLUMN merged_into INTEGER REFERENCES card_group(id);
