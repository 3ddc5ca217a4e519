-- how the value of a check-in came in: typed, or pulled from a command
ALTER TABLE checkin ADD COLUMN via TEXT NOT NULL DEFAULT 'typed';
CHECK checkin.via IN ('typed', 'pulled');
