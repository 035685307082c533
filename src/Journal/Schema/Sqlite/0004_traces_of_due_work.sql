-- The span in which the entry that caused it was made, as a W3C traceparent: what is done about it is linked to that.
ALTER TABLE due_work ADD COLUMN trace TEXT;
