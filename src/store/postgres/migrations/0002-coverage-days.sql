-- As 0007-coverage-days.sql of src/store/sqlite/migrations.

ALTER TABLE record ADD COLUMN released_at BIGINT;

CREATE INDEX record_released ON record (released_at) WHERE released_at IS NOT NULL;
CREATE INDEX record_of_encounter ON record (facility, encounter) WHERE of_care = 1;
CREATE INDEX record_by_end_of_care ON record (facility, end_of_care) WHERE of_care = 1 AND end_of_care IS NOT NULL;

CREATE TABLE coverage_tally (
  day TEXT COLLATE "C" NOT NULL,
  facility TEXT COLLATE "C" NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (day, facility)
);

CREATE TABLE coverage_figures (
  day TEXT COLLATE "C" NOT NULL,
  facility TEXT COLLATE "C" NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (day, facility)
);

CREATE TABLE closed_days (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through TEXT NOT NULL,
  definitions TEXT NOT NULL
);
