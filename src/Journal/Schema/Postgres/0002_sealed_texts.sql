-- What is kept beside the body, not shown to readers and not hashed itself: the body, which is hashed, names its SHA-256. A change
-- is found, and yet the text can be erased (set to NULL) without breaking the chain. The body cannot.
ALTER TABLE entries ADD COLUMN sealed TEXT;
