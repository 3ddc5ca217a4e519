CREATE OR REPLACE FUNCTION okrtui.clock() RETURNS bigint LANGUAGE sql VOLATILE
    SET search_path = okrtui, pg_temp RETURN extract(epoch FROM clock_timestamp())::bigint;

CREATE OR REPLACE FUNCTION okrtui.hero_is_open(card bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT NOT EXISTS (SELECT 1 FROM okrtui.recipient p WHERE p.recognition_id = card AND p.hidden = 1)
    OR EXISTS (SELECT 1 FROM okrtui.recipient p WHERE p.recognition_id = card AND p.login = {me}) $$;

CREATE OR REPLACE FUNCTION okrtui.is_anonymous(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT anonymous = 1 FROM okrtui.session WHERE id = which), false) $$;

CREATE OR REPLACE FUNCTION okrtui.is_past(which bigint, step text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT {past:step} FROM okrtui.session s WHERE s.id = which), true) $$;

-- not by way of the other function, which would be planned anew for each card
CREATE OR REPLACE FUNCTION okrtui.is_shown(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT s.concealed = 0 OR {past:'gather'}
    FROM okrtui.session s WHERE s.id = which), true) $$;

CREATE OR REPLACE FUNCTION okrtui.hero_ref_is_open(ref text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN ref ~ '^H[0-9]{1,15}$' THEN okrtui.hero_is_open(substr(ref, 2)::bigint)
    ELSE true END $$;

CREATE OR REPLACE FUNCTION okrtui.is_my_booking(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM okrtui.booking b WHERE b.id = which AND (b.host = {me} OR b.guest = {me})) $$;

CREATE OR REPLACE FUNCTION okrtui.booking_ref_is_mine(ref text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN ref ~ '^B[0-9]{1,15}$' THEN okrtui.is_my_booking(substr(ref, 2)::bigint)
    ELSE true END $$;

-- a raised hand is for whoever offers the work until it is answered or chosen
CREATE OR REPLACE FUNCTION okrtui.hand_is_open(which bigint, raised text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM okrtui.practice_case c WHERE c.id = which AND (c.opener = {me} OR c.chosen = raised))
    OR EXISTS (SELECT 1 FROM okrtui.case_entry e WHERE e.case_id = which AND e.kind = 'answer' AND e.to_login = raised)
    $$;

-- a day that has come somewhere, and one that has passed everywhere: the workspace's own zone is anybody's to change
CREATE OR REPLACE FUNCTION okrtui.day(hours integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = okrtui, pg_temp AS $$
    SELECT to_char(to_timestamp(okrtui.clock() + hours * 3600) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;

-- whom a case concerns from a day on, as it was stored with it: lines of a day and a login
CREATE OR REPLACE FUNCTION okrtui.is_reader(readers text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = okrtui, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM unnest(string_to_array(readers, E'\n')) AS l
    WHERE substr(l, 12) = {me} AND left(l, 10) <= okrtui.day(14)) $$;

-- null where there is no such case
CREATE OR REPLACE FUNCTION okrtui.case_is_mine(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN c.subject IS NULL THEN true WHEN c.shut < okrtui.day(-12) THEN c.subject = {me}
    ELSE c.opener = {me} OR COALESCE(c.turn = {me}, false) OR okrtui.is_reader(c.readers)
    OR EXISTS (SELECT 1 FROM okrtui.case_entry e WHERE e.case_id = c.id AND e.who = {me}) END
    FROM okrtui.practice_case c WHERE c.id = which $$;

-- of a case that was taken back the entry that opened it tells whether it was about a person; a renamed login stands in
-- cases, too
CREATE OR REPLACE FUNCTION okrtui.case_ref_is_mine(ref text, who text, changes text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN ref ~ '^C[0-9]{1,15}$' THEN
    COALESCE(okrtui.case_is_mine(substr(ref, 2)::bigint), who = {me} OR changes NOT LIKE '%"subject":"%')
    WHEN ref LIKE '@%' THEN who = {me} OR changes NOT LIKE '%"table":"practice_case"%' ELSE true END $$;

-- in a case about a person its parties decide nothing, who decided once decides no more, and each says what is theirs
CREATE OR REPLACE FUNCTION okrtui.may_say(which bigint, what text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT c.subject IS NULL OR okrtui.case_is_mine(c.id) AND CASE what WHEN 'note' THEN true
    WHEN 'silence' THEN c.state = 'open' AND c.due < okrtui.day(14)
    WHEN 'withdrawn' THEN c.state = 'open' AND c.opener = {me}
    WHEN 'appealed' THEN c.appealed = 0 AND {me} IN (c.opener, c.subject)
    AND (c.state = 'closed' OR c.silent <= okrtui.day(14))
    WHEN 'moved' THEN c.state = 'open' AND (c.turn = {me} OR c.lapses = 1 AND c.due < okrtui.day(14))
    WHEN 'decision' THEN c.state = 'open' AND (c.turn = {me} OR okrtui.is_reader(c.readers)) AND {me} NOT IN
    (c.opener, c.subject, COALESCE(c.companion, '')) AND NOT EXISTS (SELECT 1 FROM okrtui.case_entry e
    WHERE e.case_id = c.id AND e.kind = 'decision' AND e.who = {me})
    WHEN 'taken' THEN c.state = 'open' AND okrtui.is_reader(c.readers) AND {me} NOT IN
    (c.opener, c.subject, COALESCE(c.companion, '')) ELSE false END
    FROM okrtui.practice_case c WHERE c.id = which), false) $$;

-- undo takes a line of a case about a person away once the case counts it no more
CREATE OR REPLACE FUNCTION okrtui.may_unsay(which bigint, line bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT c.subject IS NULL OR (SELECT COUNT(*) FROM okrtui.case_entry e
    WHERE e.case_id = c.id AND e.id < line) >= c.said FROM okrtui.practice_case c WHERE c.id = which), true) $$;

-- the mean of enough people, of the newest revision of each person's week
CREATE OR REPLACE FUNCTION okrtui.pulse_means(since text, until text, logins text[])
    RETURNS TABLE (week text, mean double precision, count bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT w.week, AVG(w.pulse)::double precision, COUNT(w.pulse) FROM okrtui.weekly_update w
    WHERE w.week BETWEEN since AND until AND w.pulse BETWEEN 1 AND 5 AND (logins IS NULL OR w.who = ANY (logins))
    AND w.revision = (SELECT MAX(l.revision) FROM okrtui.weekly_update l WHERE l.who = w.who AND l.week = w.week)
    GROUP BY w.week HAVING COUNT(w.pulse) >= {least} ORDER BY w.week $$;

-- answers are shown when nobody can change them any more, and of too few to nobody
CREATE OR REPLACE FUNCTION okrtui.is_told(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT NOT EXISTS (SELECT 1 FROM okrtui.poll p WHERE p.id = which AND p.is_open = 1)
    AND (SELECT COUNT(*) FROM okrtui.answer a WHERE a.poll_id = which) >= {least} $$;

-- what the journal says under no name: that a card or a note came in an anonymous session, and that an entry is blank
CREATE OR REPLACE FUNCTION okrtui.is_nobodys(verb text, ref text, at bigint, summary text, changes text, undoes bigint)
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN verb = '' THEN ref = '' AND summary = '' AND changes = '[]' AND EXISTS (
    SELECT 1 FROM okrtui.activity a WHERE a.id = is_nobodys.undoes AND a.verb = '' AND a.who = '')
    WHEN ref !~ '^S[0-9]{1,15}$' OR NOT EXISTS (SELECT 1 FROM okrtui.session s WHERE s.id = substr(is_nobodys.ref, 2)::bigint
    AND s.anonymous = 1 AND s.started = is_nobodys.at) THEN false
    WHEN verb = 'card' THEN changes = '[]' AND summary IN ({came})
    ELSE verb IN ({noting}) AND changes <> '[]' AND NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(changes::jsonb) AS c WHERE c ->> 'table' IS DISTINCT FROM 'note') END $$;

-- for `log --verify`: entries that I may not read whole, and which rows they touched, not how; of what is among others
-- not even that, it would tell what became of a booking, and what was written to a case
CREATE OR REPLACE FUNCTION okrtui.unread(first bigint, last bigint)
    RETURNS TABLE (number bigint, touched text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT a.id, COALESCE((SELECT string_agg(m[2] || ' ' || m[1], ',')
    FROM regexp_matches(a.changes, '"id":([0-9]{1,15}),"table":"([a-z_]+)"\}', 'g') AS m WHERE CASE m[2]
    WHEN 'follow_up' THEN EXISTS (SELECT 1 FROM okrtui.follow_up f
    WHERE f.id = m[1]::bigint AND okrtui.is_my_booking(f.booking_id))
    WHEN 'booking_case' THEN EXISTS (SELECT 1 FROM okrtui.booking_case b
    WHERE b.id = m[1]::bigint AND okrtui.is_my_booking(b.booking_id))
    WHEN 'practice_case' THEN COALESCE(okrtui.case_is_mine(m[1]::bigint), false)
    WHEN 'case_entry' THEN COALESCE((SELECT okrtui.case_is_mine(e.case_id) FROM okrtui.case_entry e
    WHERE e.id = m[1]::bigint), false)
    WHEN 'case_link' THEN COALESCE((SELECT okrtui.case_is_mine(l.case_id) FROM okrtui.case_link l
    WHERE l.id = m[1]::bigint), false) ELSE true END), '')
    FROM okrtui.activity a WHERE a.id BETWEEN first AND last AND NOT {whole} $$;

-- what `Writer.forget` does and nothing else: entries about a hero card that is gone, within two minutes; only its
-- giver can remove one
CREATE OR REPLACE FUNCTION okrtui.blank_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM okrtui.recognition r WHERE 'H' || r.id = OLD.ref)
    OR OLD.ref !~ '^H[0-9]{1,15}$' OR OLD.changes !~ '"table":"(recognition|recipient|reaction|reply)"\}'
    OR OLD.at < okrtui.clock() - 120
    OR NEW.who <> '' OR NEW.verb <> '' OR NEW.ref <> '' OR NEW.summary <> ''
    OR NEW.changes <> '[]' OR NEW.salt <> ''
    OR (NEW.id, NEW.at, NEW.undoes, NEW.digest, NEW.chain)
    IS DISTINCT FROM (OLD.id, OLD.at, OLD.undoes, OLD.digest, OLD.chain)
    THEN RAISE insufficient_privilege USING MESSAGE = 'the journal is append-only'; END IF;
    UPDATE okrtui.activity SET who = '', verb = '', ref = '', summary = '', changes = '[]', salt = '' WHERE id = OLD.id;
    RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION okrtui.keep_signed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$
    DECLARE name text; BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s of %s cannot be changed', name, TG_TABLE_NAME); END IF;
    END LOOP; RETURN NEW; END $$;

-- a question whose answers were shown is never open again: by who changes one then, all would be told what it was
CREATE OR REPLACE FUNCTION okrtui.keep_shown() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF NOT row_security_active(TG_RELID) OR OLD.is_open = 1 OR NEW.is_open = 0 THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'the answers were shown already'; END $$;

CREATE OR REPLACE FUNCTION okrtui.keep_place() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF row_security_active(TG_RELID) AND NEW.number IS DISTINCT FROM OLD.number AND (NEW.number IS NULL
    OR NEW.objective_id IS NOT DISTINCT FROM OLD.objective_id OR NEW.number < 1 OR NEW.number > {room} AND NEW.number >
    (SELECT COALESCE(MAX(k.number), 0) + 1 FROM okrtui.key_result k WHERE k.objective_id = NEW.objective_id)) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a key result''s number changes only with its objective'; END IF;
    RETURN NEW; END $$;

-- a case about a person changes only with lines of mine that say so, which came just now or are taken back
CREATE OR REPLACE FUNCTION okrtui.keep_case() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$
    DECLARE said text[]; authors text[]; was jsonb := to_jsonb(OLD); is_now jsonb := to_jsonb(NEW); changed text[]; BEGIN
    IF OLD.subject IS NULL OR NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    SELECT array_agg(k) INTO changed FROM jsonb_object_keys(is_now) AS k
    WHERE is_now -> k IS DISTINCT FROM was -> k AND k NOT IN ('version', 'said');
    SELECT array_agg(e.kind), array_agg(DISTINCT e.who) INTO said, authors FROM (SELECT kind, who FROM okrtui.case_entry
    WHERE case_id = OLD.id ORDER BY id DESC LIMIT abs(NEW.said - OLD.said)) AS e;
    IF NEW.said = OLD.said AND changed IS NULL THEN RETURN NEW; END IF;
    IF said IS NULL OR authors <> ARRAY[{me}] OR cardinality(said) <> abs(NEW.said - OLD.said)
    OR changed && ARRAY['title', 'text', 'evidence', 'kr_id', 'older_id', 'asked', 'dri', 'chosen']
    OR 'companion' = ANY (changed) AND OLD.subject <> {me}
    OR changed && ARRAY['outcome', 'ends'] AND NOT (said && ARRAY['decision', 'silence'])
    OR said = ARRAY['note'] AND NOT changed <@ ARRAY['companion', 'readers']
    OR said = ARRAY['note'] AND changed IS NOT NULL AND OLD.subject <> {me}
    THEN RAISE insufficient_privilege USING MESSAGE = 'no line of this case says so'; END IF; RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION okrtui.keep_own() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$
    DECLARE named text[]; changed text; BEGIN
    SELECT array_agg(to_jsonb(OLD) ->> c) INTO named FROM unnest(string_to_array(TG_ARGV[0], ',')) c
    WHERE to_jsonb(OLD) ->> c IS NOT NULL;
    IF NOT row_security_active(TG_RELID) OR named IS NULL OR {me} = ANY (named) THEN RETURN NEW; END IF;
    FOREACH changed IN ARRAY TG_ARGV[1:] LOOP
    IF to_jsonb(NEW) -> changed IS DISTINCT FROM to_jsonb(OLD) -> changed THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s of this %s is somebody else''s', changed, TG_TABLE_NAME);
    END IF; END LOOP; RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION okrtui.keep_led() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$
    DECLARE changed text; BEGIN
    IF NOT row_security_active(TG_RELID) OR EXISTS (SELECT 1 FROM okrtui.session s
    WHERE s.id = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint AND s.facilitator = {me}) THEN RETURN NEW; END IF;
    FOREACH changed IN ARRAY TG_ARGV[1:] LOOP
    IF to_jsonb(NEW) -> changed IS DISTINCT FROM to_jsonb(OLD) -> changed THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s of this %s is for who leads', changed, TG_TABLE_NAME);
    END IF; END LOOP; RETURN NEW; END $$;

-- which question a card answers is its author's to say, and after the reveal for who leads
CREATE OR REPLACE FUNCTION okrtui.keep_asked() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF NOT row_security_active(TG_RELID) OR NEW.tag IS NOT DISTINCT FROM OLD.tag
    OR COALESCE(OLD.author, '') = {me} OR COALESCE(OLD.entered_by, '') = {me}
    OR (OLD.author IS NULL AND OLD.entered_by IS NULL AND OLD.owner IN ({presented}))
    OR EXISTS (SELECT 1 FROM okrtui.session s WHERE s.id = OLD.session_id AND s.facilitator = {me}
    AND s.phase NOT IN ('lobby', 'gather')) THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'which question this card answers is its author''s'; END $$;

CREATE OR REPLACE FUNCTION okrtui.keep_nobodys() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF NOT row_security_active(TG_RELID) OR OLD.author IS NOT NULL OR OLD.entered_by IS NOT NULL
    OR (NEW.text, NEW.kr_id) IS NOT DISTINCT FROM (OLD.text, OLD.kr_id)
    OR OLD.owner IN ({presented}) THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'this card is somebody else''s'; END $$;

-- who leads hands over; another takes over for themselves, when who led has been gone for a minute; whoever merges
-- groups takes the topic along that is up
CREATE OR REPLACE FUNCTION okrtui.keep_lead() RETURNS trigger LANGUAGE plpgsql
    SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF NOT row_security_active(TG_RELID) OR OLD.facilitator = {me} THEN RETURN NEW; END IF;
    IF NEW.topic_id IS DISTINCT FROM OLD.topic_id AND OLD.phase NOT IN ('reveal', 'group') THEN
    RAISE insufficient_privilege USING MESSAGE = 'the topic is for who leads'; END IF;
    IF NEW.facilitator <> OLD.facilitator AND (NEW.facilitator <> {me} OR OLD.phase = 'closed' OR EXISTS (
    SELECT 1 FROM okrtui.attendance a WHERE a.session_id = OLD.id AND a.login = OLD.facilitator
    AND abs(okrtui.clock() - a.seen) <= {gone})) THEN
    RAISE insufficient_privilege USING MESSAGE = 'who leads is here'; END IF;
    RETURN NEW; END $$;

-- a review bears another's name again only where undo gives it the words back that the journal has of them
CREATE OR REPLACE FUNCTION okrtui.keep_said() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user) OR NEW.who = {me} OR NOT EXISTS (
    SELECT 1 FROM unnest(ARRAY['who', 'learned', 'verdict']) AS said
    WHERE to_jsonb(NEW) -> said IS DISTINCT FROM to_jsonb(OLD) -> said AND NOT EXISTS (
    SELECT 1 FROM okrtui.activity a CROSS JOIN LATERAL jsonb_array_elements(a.changes::jsonb) AS c
    WHERE a.who = NEW.who AND a.changes LIKE '%"table":"kr_review"%' AND c ->> 'table' = 'kr_review'
    AND c -> 'id' = to_jsonb(NEW.id) AND (said = 'who' OR c -> 'after' -> said = to_jsonb(NEW) -> said)))
    THEN RETURN NEW; END IF;
    RAISE insufficient_privilege USING MESSAGE = 'that would be said in another''s name'; END $$;

-- `okrtui redact` of a member: of what is theirs parts become a mark and the rest stays, in the transaction of the
-- entry that tells of it
CREATE OR REPLACE FUNCTION okrtui.redact(tbl text, number bigint, col text, value text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    DECLARE was text; told text; author text := ('{"activity": "who", "checkin": "entered_by", "weekly_update": "who",
    "commitment": "who", "health_reading": "who", "recognition": "giver", "recipient": "login", "reply": "who",
    "card": "author", "idea_step": "who", "action_step": "who", "proposal": "who", "note": "who", "kr_review": "who",
    "session": "facilitator", "booking": "guest", "office_hours": "host", "process": "who", "practice_case": "opener",
    "case_entry": "who"}'::jsonb) ->> tbl; BEGIN
    SELECT a.changes INTO told FROM okrtui.activity a WHERE a.id = (SELECT MAX(n.id) FROM okrtui.activity n)
    AND a.who = {me} AND a.verb = 'redacted' AND a.xmin::text = (txid_current() % 4294967296)::text;
    IF told IS NULL OR col = ANY ({machine}) OR (author IS NULL AND tbl <> ALL (ARRAY['objective', 'key_result', 'action', 'idea', 'agreement',
    'retro_template', 'team', 'value', 'card_group', 'cycle', 'health_metric', 'member'])) OR (tbl = 'activity' AND
    (col NOT IN ('summary', 'changes') OR position('"id":' || number || ',"table":"activity"}' IN told) = 0))
    THEN RAISE insufficient_privilege USING MESSAGE = 'no entry tells of it'; END IF;
    EXECUTE format('SELECT %I FROM okrtui.%I WHERE id = $1 AND ($2 IS NULL OR to_jsonb(%I) ->> $2 = $3)', col, tbl, tbl)
    INTO was USING number, author, {me};
    IF was IS NULL OR was NOT LIKE
    replace(replace(replace(replace(value, '\', '\\'), '%', '\%'), '_', '\_'), '[redacted]', '%')
    THEN RAISE insufficient_privilege USING MESSAGE = 'this is somebody else''s, or not only parts are taken out'; END IF;
    EXECUTE format('UPDATE okrtui.%I SET %I = $1 WHERE id = $2', tbl, col) USING value, number;
    IF tbl = 'activity' THEN UPDATE okrtui.activity SET salt = '' WHERE id = number; END IF; END $$;
