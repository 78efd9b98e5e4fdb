-- The PBX and its connector belong to the database that is in use: a copy neither takes
-- their events nor gives them commands.
UPDATE cc_pbx SET token_digest = NULL;
UPDATE cc_pbx_command SET state = 'stale' WHERE state IN ('waiting', 'given');
