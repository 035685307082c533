-- How often a piece was ever taken. Attempts may be counted from the beginning again, and then no longer tell two holders apart.
ALTER TABLE due_work ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
