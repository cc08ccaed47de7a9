-- Answers that a team shares, and its budget, in a PostgreSQL. Money in nano-dollars.
-- Run by the owner of the schema (`rustassistant cache remote init`) in a transaction that holds an advisory lock: without it
-- several at once fail on the names of the catalog, even with IF NOT EXISTS.
-- The owner needs CREATE on the database and, where the two roles do not exist, CREATEROLE. Roles that log in are the
-- administrator's: CREATE ROLE … LOGIN … IN ROLE ra_reader (or ra_writer).
CREATE SCHEMA rustassistant;
SET LOCAL search_path = rustassistant, pg_catalog, pg_temp;

-- A program may use this schema if it knows at least version `min_client`.
CREATE TABLE schema_version (
  version    int PRIMARY KEY,
  min_client int NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  by         text NOT NULL DEFAULT session_user
);

-- Who belongs to a team: the members of two roles. Teams that must not see each other get roles of their own.
CREATE TABLE team (
  name   text PRIMARY KEY,
  zone   text NOT NULL DEFAULT 'UTC',            -- whose months and days count
  reader name NOT NULL DEFAULT 'ra_reader',
  writer name NOT NULL DEFAULT 'ra_writer'
);

CREATE TABLE entry (
  team       text   NOT NULL,
  key        bytea  NOT NULL CHECK (octet_length(key) = 32),
  document   bytea  NOT NULL CHECK (octet_length(document) BETWEEN 1 AND 8388608),
  created_at timestamptz NOT NULL DEFAULT now(),
  used_on    date   NOT NULL DEFAULT current_date,
  days_used  bigint NOT NULL DEFAULT 0,
  writer     text   NOT NULL DEFAULT session_user,
  PRIMARY KEY (team, key)
);
ALTER TABLE entry ALTER COLUMN document SET STORAGE EXTERNAL;  -- compressed already
CREATE INDEX entry_used ON entry (used_on);

-- A cap holds for every month (or day) until it is changed.
CREATE TABLE cap (
  team   text   NOT NULL REFERENCES team (name),
  kind   text   NOT NULL CHECK (kind IN ('day', 'month')),
  amount bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (team, kind)
);
-- Sums of calls, made when the first call of a month or day is.
CREATE TABLE budget (
  team     text   NOT NULL REFERENCES team (name),
  kind     text   NOT NULL CHECK (kind IN ('day', 'month')),
  period   int    NOT NULL,                      -- 202611, 20261127
  spent    bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
  reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  PRIMARY KEY (team, kind, period)
) WITH (fillfactor = 50);                        -- room beside a row for its next version
CREATE TABLE call (
  request   uuid PRIMARY KEY,                    -- the client's: what is sent twice counts once
  team      text NOT NULL REFERENCES team (name),
  month     int NOT NULL,
  day       int NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  state     smallint NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),  -- reserved, settled, released
  reserved  bigint NOT NULL CHECK (reserved >= 0),
  cost      bigint CHECK (cost >= 0),
  closed_at timestamptz,
  who       text NOT NULL DEFAULT session_user,
  model     text NOT NULL DEFAULT ''
);
CREATE INDEX call_open ON call (team, at) WHERE state = 0;

CREATE FUNCTION may_read(p_team text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM team WHERE name = p_team AND
    (pg_has_role(session_user, reader, 'MEMBER') OR pg_has_role(session_user, writer, 'MEMBER')))
$$;
CREATE FUNCTION may_write(p_team text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM team WHERE name = p_team AND pg_has_role(session_user, writer, 'MEMBER'))
$$;
CREATE FUNCTION require(p_allowed boolean, p_team text) RETURNS void
LANGUAGE plpgsql SET search_path = rustassistant, pg_catalog, pg_temp AS $$
BEGIN
  IF p_allowed THEN RETURN; END IF;
  RAISE insufficient_privilege USING MESSAGE = format('no right to do this for the team "%s"', p_team);
END $$;

-- Asked once a statement, not once a row.
ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY entry_read ON entry FOR SELECT
  USING (team = ANY (ARRAY(SELECT t.name FROM team t WHERE
    pg_has_role(session_user, t.reader, 'MEMBER') OR pg_has_role(session_user, t.writer, 'MEMBER'))));
CREATE POLICY entry_write ON entry FOR INSERT WITH CHECK (may_write(team));

-- Marks entries as used: at most one write per entry and day. For readers, who have no other way to write.
CREATE FUNCTION touch(p_team text, p_keys bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
  UPDATE entry SET used_on = current_date, days_used = days_used + 1
   WHERE team = p_team AND key = ANY (p_keys) AND used_on < current_date AND may_read(p_team)
$$;

-- The row of this month and that of this day by the server's clock in the team's zone, locked until the end of the
-- transaction, always in the same order.
CREATE FUNCTION lock_budget(p_team text, OUT month int, OUT day int)
LANGUAGE plpgsql SET search_path = rustassistant, pg_catalog, pg_temp AS $$
DECLARE
  v_local timestamp;
  v_rows int;
BEGIN
  SELECT clock_timestamp() AT TIME ZONE zone INTO v_local FROM team WHERE name = p_team;
  month := to_char(v_local, 'YYYYMM')::int;
  day := to_char(v_local, 'YYYYMMDD')::int;
  FOR i IN 1..2 LOOP
    PERFORM FROM budget b WHERE b.team = p_team AND (b.kind, b.period) IN (('day', day), ('month', month))
      ORDER BY b.kind FOR UPDATE;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    EXIT WHEN v_rows = 2;
    INSERT INTO budget (team, kind, period) VALUES (p_team, 'day', day), (p_team, 'month', month)
      ON CONFLICT DO NOTHING;
  END LOOP;
END $$;

-- Checks every cap and reserves, in one statement of the client. Refused: `granted` is false, and the figures are of the cap
-- that leaves the least; `kind` is NULL where the team has no cap at all. A request that was reserved before is granted
-- again; of one that was closed `kind` says so.
CREATE FUNCTION reserve(p_team text, p_amount bigint, p_request uuid, p_model text,
  OUT granted boolean, OUT kind text, OUT cap bigint, OUT spent bigint, OUT reserved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
DECLARE
  v_month int;
  v_day int;
  v_state int;
BEGIN
  PERFORM require(may_write(p_team), p_team);
  IF p_amount IS NULL OR p_amount <= 0 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'an amount must be positive';
  END IF;
  -- The client has given up by then, and its request must not be carried out later.
  PERFORM set_config('lock_timeout', '2s', true);
  SELECT l.month, l.day INTO v_month, v_day FROM lock_budget(p_team) l;
  SELECT c.state INTO v_state FROM call c WHERE c.request = p_request AND c.team = p_team;
  IF FOUND THEN
    granted := v_state = 0;
    IF NOT granted THEN kind := 'closed'; END IF;
    RETURN;
  END IF;
  SELECT c.kind, c.amount, b.spent, b.reserved INTO kind, cap, spent, reserved
    FROM cap c JOIN budget b ON b.team = c.team AND b.kind = c.kind AND b.period IN (v_month, v_day)
   WHERE c.team = p_team ORDER BY c.amount - b.spent - b.reserved, c.kind LIMIT 1;
  granted := kind IS NOT NULL AND p_amount <= cap - spent - reserved;
  IF NOT granted THEN RETURN; END IF;
  UPDATE budget b SET reserved = b.reserved + p_amount
   WHERE b.team = p_team AND (b.kind, b.period) IN (('day', v_day), ('month', v_month));
  INSERT INTO call (request, team, month, day, reserved, model)
  VALUES (p_request, p_team, v_month, v_day, p_amount, left(p_model, 200));
END $$;

-- Books what a call cost, or with NULL frees what was reserved for it. False: it was closed before, and stays so. A call
-- that was never reserved is booked as of now; released, it is remembered, so that a reservation that is late is refused.
CREATE FUNCTION settle(p_team text, p_request uuid, p_cost bigint, p_model text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
DECLARE
  v_call call;
  v_state smallint := CASE WHEN p_cost IS NULL THEN 2 ELSE 1 END;
BEGIN
  PERFORM require(may_write(p_team), p_team);
  PERFORM set_config('lock_timeout', '2s', true);
  UPDATE call SET state = v_state, cost = p_cost, closed_at = clock_timestamp()
   WHERE request = p_request AND team = p_team AND state = 0 RETURNING * INTO v_call;
  IF NOT FOUND THEN
    IF EXISTS (SELECT FROM call WHERE request = p_request) THEN RETURN false; END IF;
    SELECT l.month, l.day INTO v_call.month, v_call.day FROM lock_budget(p_team) l;
    v_call.reserved := 0;
    INSERT INTO call (request, team, month, day, state, reserved, cost, closed_at, model)
    VALUES (p_request, p_team, v_call.month, v_call.day, v_state, 0, p_cost, clock_timestamp(), left(p_model, 200))
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RAISE serialization_failure USING MESSAGE = 'the call is being reserved'; END IF;
  END IF;
  PERFORM FROM budget b WHERE b.team = p_team AND (b.kind, b.period) IN (('day', v_call.day), ('month', v_call.month))
    ORDER BY b.kind FOR UPDATE;
  UPDATE budget b SET reserved = b.reserved - v_call.reserved, spent = b.spent + coalesce(p_cost, 0)
   WHERE b.team = p_team AND (b.kind, b.period) IN (('day', v_call.day), ('month', v_call.month));
  RETURN true;
END $$;

-- The state of this month and day: a row for each, with a cap of NULL where there is none.
CREATE FUNCTION standing(p_team text)
RETURNS TABLE (kind text, period int, cap bigint, spent bigint, reserved bigint, ends_at timestamptz, zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM require(may_read(p_team), p_team);
  RETURN QUERY
  SELECT k.kind, to_char(n.local, k.format)::int, c.amount, coalesce(b.spent, 0), coalesce(b.reserved, 0),
         (date_trunc(k.kind, n.local) + ('1 ' || k.kind)::interval) AT TIME ZONE t.zone, t.zone
    FROM team t
    CROSS JOIN LATERAL (SELECT now() AT TIME ZONE t.zone AS local) n
    CROSS JOIN (VALUES ('month', 'YYYYMM'), ('day', 'YYYYMMDD')) k (kind, format)
    LEFT JOIN cap c ON c.team = t.name AND c.kind = k.kind
    LEFT JOIN budget b ON b.team = t.name AND b.kind = k.kind AND b.period = to_char(n.local, k.format)::int
   WHERE t.name = p_team ORDER BY k.kind DESC;
END $$;
-- Calls that are neither settled nor released, the oldest first, at most a hundred.
CREATE FUNCTION open_calls(p_team text)
RETURNS TABLE (request uuid, at timestamptz, who text, model text, reserved bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = rustassistant, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM require(may_read(p_team), p_team);
  RETURN QUERY SELECT c.request, c.at, c.who, c.model, c.reserved FROM call c
    WHERE c.team = p_team AND c.state = 0 ORDER BY c.at LIMIT 100;
END $$;

-- The roles belong to the cluster: they may be there from another database.
DO $do$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ra_reader') THEN CREATE ROLE ra_reader NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ra_writer') THEN CREATE ROLE ra_writer NOLOGIN; END IF;
END $do$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rustassistant FROM PUBLIC;
GRANT USAGE ON SCHEMA rustassistant TO ra_reader, ra_writer;
GRANT SELECT ON schema_version, team, entry TO ra_reader, ra_writer;
-- No UPDATE and no DELETE: what is written stays, and `writer` is who it was.
GRANT INSERT (team, key, document) ON entry TO ra_writer;
GRANT EXECUTE ON FUNCTION may_read(text), may_write(text), touch(text, bytea[]), standing(text), open_calls(text)
  TO ra_reader, ra_writer;
GRANT EXECUTE ON FUNCTION reserve(text, bigint, uuid, text), settle(text, uuid, bigint, text) TO ra_writer;

INSERT INTO schema_version (version, min_client) VALUES (1, 1);
