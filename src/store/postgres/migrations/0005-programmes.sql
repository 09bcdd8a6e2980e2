-- As 0010-programmes.sql of src/store/sqlite/migrations.

ALTER TABLE record ADD COLUMN programme TEXT;

CREATE TABLE programme_change (
  day TEXT COLLATE "C" NOT NULL,
  facility TEXT COLLATE "C" NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (day, facility)
);

CREATE TABLE programme_residents (
  day TEXT COLLATE "C" PRIMARY KEY,
  content TEXT NOT NULL
);

CREATE TABLE programme_holding (
  what TEXT COLLATE "C" NOT NULL CHECK (what IN ('book', 'vaccination')),
  subject TEXT COLLATE "C" NOT NULL,
  facility TEXT COLLATE "C" NOT NULL,
  record_key TEXT COLLATE "C" NOT NULL,
  commune TEXT NOT NULL,
  accepted_at BIGINT NOT NULL,
  PRIMARY KEY (what, subject, facility, record_key)
);

CREATE TABLE programme_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  since TEXT NOT NULL,
  through TEXT NOT NULL,
  definitions TEXT NOT NULL
);

INSERT INTO programme_state (one, since, through, definitions)
  SELECT 1, to_char(newest, 'YYYY-MM-DD'), to_char(newest - interval '1 day', 'YYYY-MM-DD'), ''
  FROM (SELECT to_timestamp(MAX(received_at) / 1000.0) AT TIME ZONE 'UTC' + interval '7 hours' AS newest FROM record) AS told
  WHERE newest IS NOT NULL;
