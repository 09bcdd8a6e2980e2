-- 0: a form that tells of no care episode (health check, certificate, prescription, health book): no fact of coverage.
ALTER TABLE record ADD COLUMN of_care INTEGER NOT NULL DEFAULT 1 CHECK (of_care IN (0, 1));
