-- Coverage day by day: what closing a day keeps, all of it derived from the records and countable anew, and what it needs to
-- find them.

-- When a person released it from quarantine: before, it counts as quarantined. NULL: never, or before this column.
ALTER TABLE record ADD COLUMN released_at INTEGER;

CREATE INDEX record_released ON record (released_at) WHERE released_at IS NOT NULL;
CREATE INDEX record_of_encounter ON record (facility, encounter) WHERE of_care = 1;
CREATE INDEX record_by_end_of_care ON record (facility, end_of_care) WHERE of_care = 1 AND end_of_care IS NOT NULL;

-- What ended and what was received on a day, as known at the end of the newest closed day.
CREATE TABLE coverage_tally (
  day TEXT NOT NULL,                 -- YYYY-MM-DD
  facility TEXT NOT NULL,
  content TEXT NOT NULL,             -- JSON, of src/measure
  PRIMARY KEY (day, facility)
) STRICT, WITHOUT ROWID;

-- What closing a day found; never changed.
CREATE TABLE coverage_figures (
  day TEXT NOT NULL,
  facility TEXT NOT NULL,
  content TEXT NOT NULL,             -- JSON, of src/measure
  PRIMARY KEY (day, facility)
) STRICT, WITHOUT ROWID;

-- How far days are closed: one row, or none.
CREATE TABLE closed_days (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through TEXT NOT NULL,             -- newest closed day
  definitions TEXT NOT NULL          -- by which all of them were counted
) STRICT;
