-- As 0008-registry-editions.sql of src/store/sqlite/migrations, which says what each is for.

ALTER TABLE facility ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}';

CREATE TABLE facility_edition (
  facility TEXT COLLATE "C" NOT NULL REFERENCES facility (code),
  number INTEGER NOT NULL,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (facility, number)
);

INSERT INTO facility_edition (facility, number, at, who, reason, entry)
SELECT code, 1, 0, 'registry', 'before editions were kept', json_build_object(
    'code', code, 'name', name, 'cohort', cohort, 'ownership', ownership, 'level', level, 'commune', commune,
    'openFrom', open_from, 'openTo', open_to, 'scope', scope::json, 'announced', announced,
    'statistics', statistics::json)::text
  FROM facility;

CREATE TABLE facility_note (
  id TEXT COLLATE "C" PRIMARY KEY,
  facility TEXT COLLATE "C" NOT NULL REFERENCES facility (code),
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  text TEXT NOT NULL
);

CREATE INDEX facility_note_in_order ON facility_note (facility, at, id);
