CREATE TABLE action (id INTEGER PRIMARY KEY, text TEXT NOT NULL, dri TEXT NOT NULL REFERENCES member(login),
        due TEXT NOT NULL, made BIGINT NOT NULL, session_id INTEGER REFERENCES session(id), topic TEXT NOT NULL, kr_id
        INTEGER REFERENCES key_result(id), works TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, version
        INTEGER NOT NULL, CHECK (state IN ('open', 'done', 'dropped')));
CREATE INDEX action_dri ON action (dri, state);
CREATE INDEX action_kr_id ON action (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX action_session ON action (session_id);
CREATE TABLE action_step (id INTEGER PRIMARY KEY, action_id INTEGER NOT NULL REFERENCES action(id), what TEXT
        NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL);
CREATE INDEX action_step_action ON action_step (action_id);
CREATE INDEX action_step_who ON action_step (who);
CREATE TABLE activity (id INTEGER PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, verb TEXT NOT NULL,
        ref TEXT NOT NULL, summary TEXT NOT NULL, changes TEXT NOT NULL, undoes INTEGER, salt TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '', chain TEXT NOT NULL DEFAULT '');
CREATE INDEX activity_verb ON activity (verb, id);
CREATE INDEX activity_who ON activity (who, id);
CREATE TABLE agenda_item (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), phase
        TEXT NOT NULL, title TEXT NOT NULL, minutes INTEGER NOT NULL, skipped INTEGER NOT NULL, who TEXT REFERENCES
        member(login), place INTEGER NOT NULL, version INTEGER NOT NULL, asks TEXT NOT NULL DEFAULT '', CHECK (phase IN ('lobby', 'review', 'stage', 'score', 'gather', 'reveal', 'group', 'vote', 'select', 'discuss', 'decide', 'item', 'closed')), CHECK (asks IN ('', 'fist', 'more', 'yes-no', 'thumbs', 'lights', '1-5', 'word', 'radar')));
CREATE INDEX agenda_item_session ON agenda_item (session_id, place);
CREATE INDEX agenda_item_who ON agenda_item (who) WHERE who IS NOT NULL;
CREATE TABLE agreement (id INTEGER PRIMARY KEY, text TEXT NOT NULL, state TEXT NOT NULL, session_id INTEGER
        REFERENCES session(id), at BIGINT NOT NULL, version INTEGER NOT NULL, dri TEXT REFERENCES member(login), CHECK (state IN ('active', 'retired')));
CREATE INDEX agreement_dri ON agreement (dri) WHERE dri IS NOT NULL;
CREATE INDEX agreement_session_id ON agreement (session_id) WHERE session_id IS NOT NULL;
CREATE TABLE answer (id INTEGER PRIMARY KEY, poll_id INTEGER NOT NULL REFERENCES poll(id), ballot TEXT NOT
        NULL, number INTEGER NOT NULL, word TEXT NOT NULL DEFAULT '', UNIQUE (poll_id, ballot));
CREATE TABLE attendance (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id),
        login TEXT NOT NULL REFERENCES member(login), ready TEXT NOT NULL, seen BIGINT NOT NULL, lit TEXT NOT NULL DEFAULT '', UNIQUE
        (session_id, login));
CREATE INDEX attendance_login ON attendance (login);
CREATE TABLE booking (id INTEGER PRIMARY KEY, host TEXT NOT NULL REFERENCES member(login), guest TEXT NOT NULL
        REFERENCES member(login), at BIGINT NOT NULL, minutes INTEGER NOT NULL, place TEXT NOT NULL, need TEXT NOT NULL,
        outcome TEXT NOT NULL, walk_in INTEGER NOT NULL, confirmed INTEGER NOT NULL, state TEXT NOT NULL, version
        INTEGER NOT NULL, CHECK (state IN ('booked', 'held', 'missed', 'cancelled')));
CREATE TABLE booking_case (id INTEGER PRIMARY KEY, booking_id INTEGER NOT NULL REFERENCES booking(id), case_id INTEGER
        NOT NULL UNIQUE REFERENCES practice_case(id));
CREATE INDEX booking_case_booking ON booking_case (booking_id);
CREATE INDEX booking_guest ON booking (guest, state);
CREATE INDEX booking_host ON booking (host);
CREATE UNIQUE INDEX booking_taken ON booking (host, at) WHERE state <> 'cancelled';
CREATE TABLE card (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), text TEXT
        NOT NULL, author TEXT REFERENCES member(login), entered_by TEXT REFERENCES member(login), nonce TEXT NOT
        NULL, owner TEXT NOT NULL, tag TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id), group_id INTEGER
        REFERENCES card_group(id), place INTEGER NOT NULL, at BIGINT NOT NULL, version INTEGER NOT NULL, is_read INTEGER NOT NULL DEFAULT 0);
CREATE INDEX card_author ON card (author) WHERE author IS NOT NULL;
CREATE INDEX card_entered_by ON card (entered_by) WHERE entered_by IS NOT NULL;
CREATE TABLE card_group (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), name
        TEXT NOT NULL, version INTEGER NOT NULL, merged_into INTEGER REFERENCES card_group(id));
CREATE INDEX card_group_id ON card (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX card_group_merged_into ON card_group (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX card_group_session ON card_group (session_id);
CREATE INDEX card_kr_id ON card (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX card_session ON card (session_id);
CREATE TABLE case_entry (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES practice_case(id), kind TEXT NOT
        NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, day TEXT NOT NULL, step TEXT NOT NULL,
        outcome TEXT NOT NULL, text TEXT NOT NULL, to_login TEXT REFERENCES member(login), ends TEXT, CHECK (kind IN ('moved', 'taken', 'advice', 'decision', 'hand', 'answer', 'appealed', 'note', 'silence', 'withdrawn')));
CREATE INDEX case_entry_case ON case_entry (case_id);
CREATE INDEX case_entry_to_login ON case_entry (to_login) WHERE to_login IS NOT NULL;
CREATE INDEX case_entry_who ON case_entry (who);
CREATE TABLE case_link (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES practice_case(id), kind TEXT NOT
        NULL, idea_id INTEGER REFERENCES idea(id), session_id INTEGER REFERENCES session(id), CHECK (kind IN ('out of', 'worked out in')));
CREATE INDEX case_link_case ON case_link (case_id);
CREATE INDEX case_link_idea_id ON case_link (idea_id) WHERE idea_id IS NOT NULL;
CREATE INDEX case_link_session_id ON case_link (session_id) WHERE session_id IS NOT NULL;
CREATE TABLE checkin (id INTEGER PRIMARY KEY, kr_id INTEGER NOT NULL REFERENCES key_result(id),
        week TEXT NOT NULL, revision INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL, confidence INTEGER,
        note TEXT NOT NULL, status TEXT, done TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login),
        entered_by TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, via TEXT NOT NULL DEFAULT 'typed', UNIQUE (kr_id, week, revision), CHECK (status IN ('off track', 'at risk', 'too early', 'on track', 'no data yet')), CHECK (via IN ('typed', 'pulled')));
CREATE INDEX checkin_entered_by ON checkin (entered_by);
CREATE INDEX checkin_week ON checkin (week, who);
CREATE INDEX checkin_who ON checkin (who);
CREATE TABLE commitment (id INTEGER PRIMARY KEY, who TEXT NOT NULL REFERENCES member(login),
        week TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id),
        state TEXT NOT NULL, carries INTEGER NOT NULL, reason TEXT NOT NULL,
        from_id INTEGER REFERENCES commitment(id), version INTEGER NOT NULL, UNIQUE (who, week, position), CHECK (state IN ('open', 'done', 'carried', 'dropped')));
CREATE INDEX commitment_from_id ON commitment (from_id) WHERE from_id IS NOT NULL;
CREATE INDEX commitment_kr_id ON commitment (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX commitment_week ON commitment (week);
CREATE TABLE cycle (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, start_day TEXT NOT NULL,
        end_day TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('preparation', 'active', 'closed')));
CREATE TABLE follow_up (id INTEGER PRIMARY KEY, booking_id INTEGER NOT NULL REFERENCES booking(id), action_id INTEGER
        NOT NULL UNIQUE REFERENCES action(id));
CREATE INDEX follow_up_booking ON follow_up (booking_id);
CREATE TABLE health_metric (id INTEGER PRIMARY KEY, name TEXT NOT NULL, team_id INTEGER REFERENCES team(id),
        state TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('active', 'retired')));
CREATE INDEX health_metric_team_id ON health_metric (team_id) WHERE team_id IS NOT NULL;
CREATE TABLE health_reading (id INTEGER PRIMARY KEY, metric_id INTEGER NOT NULL REFERENCES health_metric(id),
        week TEXT NOT NULL, revision INTEGER NOT NULL, colour TEXT NOT NULL, note TEXT NOT NULL,
        who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, UNIQUE (metric_id, week, revision), CHECK (colour IN ('green', 'amber', 'red')));
CREATE INDEX health_reading_who ON health_reading (who);
CREATE TABLE idea (id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
        champion TEXT REFERENCES member(login), kr_id INTEGER REFERENCES key_result(id), session_id INTEGER
        REFERENCES session(id), group_id INTEGER REFERENCES card_group(id), effort INTEGER, impact INTEGER,
        reason TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('captured', 'shortlisted', 'research', 'prototype', 'adopted', 'rejected')));
CREATE INDEX idea_champion ON idea (champion) WHERE champion IS NOT NULL;
CREATE INDEX idea_group_id ON idea (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX idea_kr_id ON idea (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX idea_session_id ON idea (session_id) WHERE session_id IS NOT NULL;
CREATE TABLE idea_step (id INTEGER PRIMARY KEY, idea_id INTEGER NOT NULL REFERENCES idea(id), state TEXT
        NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, CHECK (state IN ('captured', 'shortlisted', 'research', 'prototype', 'adopted', 'rejected')));
CREATE INDEX idea_step_idea ON idea_step (idea_id);
CREATE INDEX idea_step_who ON idea_step (who);
CREATE TABLE key_result (id INTEGER PRIMARY KEY, objective_id INTEGER NOT NULL REFERENCES objective(id),
        number INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, start DOUBLE PRECISION NOT NULL,
        target DOUBLE PRECISION NOT NULL, unit TEXT NOT NULL, weight DOUBLE PRECISION NOT NULL,
        dri TEXT REFERENCES member(login), priority TEXT NOT NULL, note TEXT NOT NULL, milestones TEXT NOT NULL,
        state TEXT NOT NULL, score DOUBLE PRECISION, comment TEXT NOT NULL, version INTEGER NOT NULL, created BIGINT NOT NULL DEFAULT 0,
        UNIQUE (objective_id, number), CHECK (kind IN ('increase', 'decrease', 'stay_above', 'stay_below', 'milestone', 'binary')), CHECK (state IN ('open', 'closed', 'cancelled')));
CREATE INDEX key_result_dri ON key_result (dri);
CREATE TABLE kr_review (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), kr_id
        INTEGER NOT NULL REFERENCES key_result(id), learned TEXT NOT NULL, verdict TEXT NOT NULL, who TEXT NOT NULL
        REFERENCES member(login), version INTEGER NOT NULL, UNIQUE (session_id, kr_id), CHECK (verdict IN ('', 'keep', 'change', 'stop')));
CREATE INDEX kr_review_kr_id ON kr_review (kr_id);
CREATE INDEX kr_review_who ON kr_review (who);
CREATE TABLE member (id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        skills TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('active', 'left')));
CREATE TABLE membership (id INTEGER PRIMARY KEY, login TEXT NOT NULL REFERENCES member(login),
        team_id INTEGER NOT NULL REFERENCES team(id), UNIQUE (login, team_id));
CREATE INDEX membership_team_id ON membership (team_id);
CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER REFERENCES card_group(id), item_id INTEGER REFERENCES agenda_item(id), kind TEXT NOT NULL, text TEXT NOT
        NULL, who TEXT REFERENCES member(login), at BIGINT NOT NULL, version INTEGER NOT NULL, CHECK (kind IN ('note', 'decision', 'parked')));
CREATE INDEX note_group_id ON note (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX note_item_id ON note (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX note_session ON note (session_id);
CREATE INDEX note_who ON note (who) WHERE who IS NOT NULL;
CREATE TABLE objective (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle(id), title TEXT NOT NULL, why TEXT NOT NULL,
        team_id INTEGER REFERENCES team(id), dri TEXT REFERENCES member(login), kind TEXT NOT NULL,
        weight DOUBLE PRECISION NOT NULL, parent_id INTEGER REFERENCES objective(id), state TEXT NOT NULL,
        comment TEXT NOT NULL, version INTEGER NOT NULL, parent_kr_id INTEGER REFERENCES key_result(id), CHECK (kind IN ('committed', 'aspirational')), CHECK (state IN ('draft', 'active', 'achieved', 'partial', 'missed', 'cancelled')));
CREATE INDEX objective_cycle ON objective (cycle_id, number);
CREATE INDEX objective_dri ON objective (dri);
CREATE INDEX objective_parent_id ON objective (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX objective_parent_kr_id ON objective (parent_kr_id) WHERE parent_kr_id IS NOT NULL;
CREATE INDEX objective_team_id ON objective (team_id) WHERE team_id IS NOT NULL;
CREATE TABLE office_hours (id INTEGER PRIMARY KEY, host TEXT NOT NULL REFERENCES member(login), weekday INTEGER NOT
        NULL, start INTEGER NOT NULL, until INTEGER NOT NULL, slot INTEGER NOT NULL, place TEXT NOT NULL, state TEXT NOT
        NULL, version INTEGER NOT NULL, CHECK (state IN ('on', 'paused', 'ended')));
CREATE INDEX office_hours_host ON office_hours (host);
CREATE TABLE poll (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), kind TEXT NOT
        NULL, group_id INTEGER REFERENCES card_group(id), minutes INTEGER NOT NULL, is_open INTEGER NOT NULL, version
        INTEGER NOT NULL, question TEXT NOT NULL DEFAULT '', item_id INTEGER REFERENCES agenda_item(id), radar_id INTEGER REFERENCES radar_question(id), CHECK (kind IN ('fist', 'more', 'yes-no', 'thumbs', 'lights', '1-5', 'word', 'radar')));
CREATE INDEX poll_group_id ON poll (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX poll_item_id ON poll (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX poll_radar_id ON poll (radar_id) WHERE radar_id IS NOT NULL;
CREATE INDEX poll_session ON poll (session_id);
CREATE TABLE practice_case (id INTEGER PRIMARY KEY, process_id INTEGER NOT NULL REFERENCES process(id), title TEXT NOT
        NULL, text TEXT NOT NULL, opener TEXT NOT NULL REFERENCES member(login), opened TEXT NOT NULL, asked TEXT
        REFERENCES member(login), subject TEXT REFERENCES member(login), companion TEXT REFERENCES member(login), dri
        TEXT REFERENCES member(login), chosen TEXT REFERENCES member(login), holder TEXT REFERENCES member(login),
        kr_id INTEGER REFERENCES key_result(id), evidence TEXT NOT NULL, step TEXT NOT NULL, since TEXT NOT NULL,
        by_day TEXT, turn TEXT REFERENCES member(login), team TEXT NOT NULL, due TEXT, lapses INTEGER NOT NULL, silent TEXT, state TEXT NOT
        NULL, outcome TEXT NOT NULL, closed TEXT, ends TEXT, appealed INTEGER NOT NULL, older_id INTEGER REFERENCES
        practice_case(id), said INTEGER NOT NULL, version INTEGER NOT NULL, happened TEXT, readers TEXT NOT NULL DEFAULT '', shut TEXT, CHECK (state IN ('open', 'closed', 'withdrawn')));
CREATE INDEX practice_case_asked ON practice_case (asked) WHERE asked IS NOT NULL;
CREATE INDEX practice_case_chosen ON practice_case (chosen) WHERE chosen IS NOT NULL;
CREATE INDEX practice_case_companion ON practice_case (companion) WHERE companion IS NOT NULL;
CREATE INDEX practice_case_dri ON practice_case (dri) WHERE dri IS NOT NULL;
CREATE INDEX practice_case_holder ON practice_case (holder) WHERE holder IS NOT NULL;
CREATE INDEX practice_case_kr_id ON practice_case (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX practice_case_older ON practice_case (older_id);
CREATE INDEX practice_case_opener ON practice_case (opener);
CREATE INDEX practice_case_process_id ON practice_case (process_id);
CREATE INDEX practice_case_state ON practice_case (state, due);
CREATE INDEX practice_case_subject ON practice_case (subject) WHERE subject IS NOT NULL;
CREATE INDEX practice_case_turn ON practice_case (turn) WHERE turn IS NOT NULL;
CREATE TABLE process (id INTEGER PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, who
        TEXT NOT NULL REFERENCES member(login), at BIGINT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
        UNIQUE (name, number), CHECK (state IN ('active', 'retired')));
CREATE INDEX process_who ON process (who);
CREATE TABLE proposal (id INTEGER PRIMARY KEY, text TEXT NOT NULL, who TEXT NOT NULL REFERENCES
        member(login), team_id INTEGER REFERENCES team(id), at BIGINT NOT NULL, state TEXT NOT NULL, session_id INTEGER
        REFERENCES session(id), version INTEGER NOT NULL, CHECK (state IN ('open', 'used', 'dropped')));
CREATE INDEX proposal_session_id ON proposal (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX proposal_team_id ON proposal (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX proposal_who ON proposal (who);
CREATE TABLE radar_question (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team(id), text TEXT NOT NULL, place
        INTEGER NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('active', 'retired')));
CREATE INDEX radar_question_team_id ON radar_question (team_id) WHERE team_id IS NOT NULL;
CREATE TABLE reaction (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        who TEXT NOT NULL REFERENCES member(login), kind TEXT NOT NULL, UNIQUE (recognition_id, who, kind), CHECK (kind IN ('heart', 'star', 'wow')));
CREATE INDEX reaction_who ON reaction (who);
CREATE TABLE recipient (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        login TEXT NOT NULL REFERENCES member(login), hidden INTEGER NOT NULL, words TEXT NOT NULL,
        version INTEGER NOT NULL, UNIQUE (recognition_id, login));
CREATE INDEX recipient_login ON recipient (login, recognition_id);
CREATE TABLE recognition (id INTEGER PRIMARY KEY, giver TEXT NOT NULL REFERENCES member(login),
        standard TEXT NOT NULL, story TEXT NOT NULL, evidence TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id),
        at BIGINT NOT NULL, week TEXT NOT NULL, withdrawn INTEGER NOT NULL, reason TEXT NOT NULL,
        practice_when TEXT NOT NULL, practice_how TEXT NOT NULL, across INTEGER NOT NULL, version INTEGER NOT NULL, value_id INTEGER REFERENCES value(id), CHECK (standard IN ('contribution', 'honor', 'increment')));
CREATE INDEX recognition_giver ON recognition (giver);
CREATE INDEX recognition_kr_id ON recognition (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX recognition_standard ON recognition (standard, id);
CREATE INDEX recognition_value_id ON recognition (value_id) WHERE value_id IS NOT NULL;
CREATE INDEX recognition_week ON recognition (week);
CREATE TABLE reply (id INTEGER PRIMARY KEY, recognition_id INTEGER NOT NULL REFERENCES recognition(id),
        who TEXT NOT NULL REFERENCES member(login), text TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX reply_recognition ON reply (recognition_id);
CREATE INDEX reply_who ON reply (who);
CREATE TABLE retro_template (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, question
        TEXT NOT NULL, prompts TEXT NOT NULL, items TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE session (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT
        NOT NULL, question TEXT NOT NULL, kr_id INTEGER REFERENCES key_result(id), facilitator TEXT NOT NULL
        REFERENCES member(login), phase TEXT NOT NULL, anonymous INTEGER NOT NULL, concealed INTEGER NOT NULL,
        budget INTEGER, most INTEGER NOT NULL, minutes TEXT NOT NULL, timer_end BIGINT, timer_left INTEGER,
        started BIGINT NOT NULL, closed BIGINT, version INTEGER NOT NULL, template TEXT NOT NULL DEFAULT '', prompts TEXT NOT NULL DEFAULT '[]', team_id INTEGER REFERENCES team(id), cycle_id INTEGER REFERENCES cycle(id), box INTEGER, at_step INTEGER, topic_id INTEGER, topic_minutes INTEGER NOT NULL DEFAULT 5, days TEXT NOT NULL DEFAULT '[]', CHECK (kind IN ('brainstorm', 'retro')), CHECK (phase IN ('lobby', 'review', 'stage', 'score', 'gather', 'reveal', 'group', 'vote', 'select', 'discuss', 'decide', 'item', 'closed')));
CREATE INDEX session_cycle_id ON session (cycle_id) WHERE cycle_id IS NOT NULL;
CREATE INDEX session_facilitator ON session (facilitator);
CREATE INDEX session_kr_id ON session (kr_id) WHERE kr_id IS NOT NULL;
CREATE INDEX session_team_id ON session (team_id) WHERE team_id IS NOT NULL;
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE TABLE topic (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER NOT NULL UNIQUE REFERENCES card_group(id), state TEXT NOT NULL, rounds INTEGER NOT NULL, version INTEGER
        NOT NULL, CHECK (state IN ('waiting', 'discussed', 'done', 'parked')));
CREATE INDEX topic_session_id ON topic (session_id);
CREATE TABLE typing (session_id INTEGER NOT NULL REFERENCES session(id), who TEXT NOT NULL, at BIGINT NOT
        NULL, PRIMARY KEY (session_id, who));
CREATE TABLE value (id INTEGER PRIMARY KEY, text TEXT NOT NULL, keeper TEXT REFERENCES member(login), until TEXT,
        state TEXT NOT NULL, version INTEGER NOT NULL, CHECK (state IN ('active', 'retired')));
CREATE INDEX value_keeper ON value (keeper) WHERE keeper IS NOT NULL;
CREATE TABLE vote (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id), group_id
        INTEGER NOT NULL REFERENCES card_group(id), ballot TEXT NOT NULL, number INTEGER NOT NULL, UNIQUE
        (group_id, ballot));
CREATE INDEX vote_session ON vote (session_id, ballot);
CREATE TABLE weekly_update (id INTEGER PRIMARY KEY, who TEXT NOT NULL REFERENCES member(login),
        week TEXT NOT NULL, revision INTEGER NOT NULL, ahead TEXT NOT NULL, blocker TEXT NOT NULL,
        helpers TEXT NOT NULL, wins TEXT NOT NULL, pulse INTEGER, at BIGINT NOT NULL, UNIQUE (who, week, revision));
CREATE INDEX weekly_update_week ON weekly_update (week);
CREATE TABLE workspace (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, name TEXT NOT NULL,
        timezone TEXT NOT NULL, vision TEXT NOT NULL,
        ethos TEXT NOT NULL, created_at BIGINT NOT NULL, version INTEGER NOT NULL, decimal_sign TEXT NOT NULL DEFAULT '');
