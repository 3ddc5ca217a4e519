-- questions to the room with words and scales of their own, steps that ask them, health radars
CREATE TABLE radar_question (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team(id), text TEXT NOT NULL, place
        INTEGER NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX radar_question_team_id ON radar_question (team_id) WHERE team_id IS NOT NULL;
ALTER TABLE agenda_item ADD COLUMN asks TEXT NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN item_id INTEGER REFERENCES agenda_item(id);
ALTER TABLE poll ADD COLUMN radar_id INTEGER REFERENCES radar_question(id);
CREATE INDEX poll_item_id ON poll (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX poll_radar_id ON poll (radar_id) WHERE radar_id IS NOT NULL;
ALTER TABLE answer ADD COLUMN word TEXT NOT NULL DEFAULT '';
CHECK poll.kind IN ('fist', 'more', 'yes-no', 'thumbs', 'lights', '1-5', 'word', 'radar');
CHECK agenda_item.asks IN ('', 'fist', 'more', 'yes-no', 'thumbs', 'lights', '1-5', 'word', 'radar');
CHECK radar_question.state IN ('active', 'retired');
