-- office hours and their bookings
CREATE TABLE office_hours (id INTEGER PRIMARY KEY, host TEXT NOT NULL REFERENCES member(login), weekday INTEGER NOT
        NULL, start INTEGER NOT NULL, until INTEGER NOT NULL, slot INTEGER NOT NULL, place TEXT NOT NULL, state TEXT NOT
        NULL, version INTEGER NOT NULL);
CREATE TABLE booking (id INTEGER PRIMARY KEY, host TEXT NOT NULL REFERENCES member(login), guest TEXT NOT NULL
        REFERENCES member(login), at BIGINT NOT NULL, minutes INTEGER NOT NULL, place TEXT NOT NULL, need TEXT NOT NULL,
        outcome TEXT NOT NULL, walk_in INTEGER NOT NULL, confirmed INTEGER NOT NULL, state TEXT NOT NULL, version
        INTEGER NOT NULL);
CREATE TABLE follow_up (id INTEGER PRIMARY KEY, booking_id INTEGER NOT NULL REFERENCES booking(id), action_id INTEGER
        NOT NULL UNIQUE REFERENCES action(id));
CREATE UNIQUE INDEX booking_taken ON booking (host, at) WHERE state <> 'cancelled';
CREATE INDEX booking_guest ON booking (guest, state);
CREATE INDEX follow_up_booking ON follow_up (booking_id);
