-- Frozen monthly reports: src/store/sqlite/migrations/0009-reports.sql.
CREATE TABLE report (
  month TEXT COLLATE "C" NOT NULL,
  revision INTEGER NOT NULL,
  frozen_at BIGINT NOT NULL,
  who TEXT NOT NULL,
  reason TEXT,
  sha256 TEXT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (month, revision)
);

ALTER TABLE report ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_report_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen report is never changed';
END $$;

CREATE TRIGGER report_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON report
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_report_change();
