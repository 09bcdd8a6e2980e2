-- As 0012-late-records.sql of src/store/sqlite/migrations.
ALTER TABLE closed_days ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;
ALTER TABLE closed_days ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE programme_state ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
