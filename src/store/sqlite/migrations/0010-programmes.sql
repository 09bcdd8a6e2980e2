-- The further indicators (health books, prescriptions, certificates, …): what each record tells of them, and what counting the days
-- comes to. Everything but the column can be counted again from the records.

-- JSON of what the record tells; NULL: it came before this column, or was refused. A person stands in it as a pseudonym: HMAC of
-- number and day of birth under the key `subject-key` of this store. Repetitions have it too and are not counted.
ALTER TABLE record ADD COLUMN programme TEXT;

-- What changed on a day, by facility: JSON, of src/measure/programmes. Never changed again.
CREATE TABLE programme_change (
  day TEXT NOT NULL,                 -- YYYY-MM-DD
  facility TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (day, facility)
) STRICT, WITHOUT ROWID;

-- Residents that have a book or a vaccination, as known at the end of a day: JSON, of src/measure/programmes.
CREATE TABLE programme_residents (
  day TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which records tell of a resident, as known at the end of the newest counted day.
CREATE TABLE programme_holding (
  what TEXT NOT NULL CHECK (what IN ('book', 'vaccination')),
  subject TEXT NOT NULL,             -- pseudonym
  facility TEXT NOT NULL,
  record_key TEXT NOT NULL,
  commune TEXT NOT NULL,             -- of residence; '' when not told
  accepted_at INTEGER NOT NULL,
  PRIMARY KEY (what, subject, facility, record_key)
) STRICT, WITHOUT ROWID;

-- How far days are counted: one row, or none.
CREATE TABLE programme_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  since TEXT NOT NULL,               -- first counted day
  through TEXT NOT NULL,             -- newest counted day; the day before `since`: none yet
  definitions TEXT NOT NULL          -- by which all of them were counted
) STRICT;

-- Records of before tell nothing: of a store that has some, days are counted from the newest record's on.
INSERT INTO programme_state (one, since, through, definitions)
  SELECT 1, date(newest / 1000 + 25200, 'unixepoch'), date(newest / 1000 + 25200, 'unixepoch', '-1 day'), ''
  FROM (SELECT MAX(received_at) AS newest FROM record) WHERE newest IS NOT NULL;
