-- when a key result was made
ALTER TABLE key_result ADD COLUMN created BIGINT NOT NULL DEFAULT 0;
UPDATE key_result SET created = COALESCE((SELECT MIN(a.at) FROM activity a, objective o
        WHERE o.id = key_result.objective_id AND a.verb = 'added'
        AND a.ref = 'KR' || o.number || '.' || key_result.number), 0);
