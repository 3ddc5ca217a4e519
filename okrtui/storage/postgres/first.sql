-- ids as SQLite gives them, so that one drawn or brought back by undo never collides; writers take turns
CREATE OR REPLACE FUNCTION okrtui.next_id(of regclass) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ DECLARE highest bigint; BEGIN
    IF (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = of) <> 'okrtui'::regnamespace THEN
    RAISE insufficient_privilege; END IF;  -- a view of somebody else's would run as this function's owner
    EXECUTE format('SELECT COALESCE(MAX(id), 0) FROM %s', of) INTO highest; RETURN highest + 1; END $$;

CREATE OR REPLACE FUNCTION okrtui.instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp RETURN strpos($1, $2);
