-- where cases come from, and the live sessions that work them out
CREATE TABLE case_link (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES practice_case(id), kind TEXT NOT
        NULL, idea_id INTEGER REFERENCES idea(id), session_id INTEGER REFERENCES session(id));
CREATE TABLE booking_case (id INTEGER PRIMARY KEY, booking_id INTEGER NOT NULL REFERENCES booking(id), case_id INTEGER
        NOT NULL UNIQUE REFERENCES practice_case(id));
CREATE INDEX case_link_case ON case_link (case_id);
CREATE INDEX case_link_idea_id ON case_link (idea_id) WHERE idea_id IS NOT NULL;
CREATE INDEX case_link_session_id ON case_link (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX booking_case_booking ON booking_case (booking_id);
CHECK case_link.kind IN ('out of', 'worked out in');
