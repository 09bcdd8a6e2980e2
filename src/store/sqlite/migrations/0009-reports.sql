-- Frozen monthly reports. A correction is a further revision: nothing here is ever changed.
CREATE TABLE report (
  month TEXT NOT NULL,               -- YYYY-MM
  revision INTEGER NOT NULL,         -- from 1, without gaps
  frozen_at INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- 'gateway', or who made the revision
  reason TEXT,                       -- NULL: frozen in the course of things
  sha256 TEXT NOT NULL,              -- of the content, hex
  content BLOB NOT NULL,             -- canonical JSON, zstd
  PRIMARY KEY (month, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_is_never_changed BEFORE UPDATE ON report
BEGIN
  SELECT RAISE(ABORT, 'a frozen report is never changed');
END;

CREATE TRIGGER report_is_never_deleted BEFORE DELETE ON report
BEGIN
  SELECT RAISE(ABORT, 'a frozen report is never deleted');
END;
