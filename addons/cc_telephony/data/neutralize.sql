-- The PBX and its connector belong to the database that is in use: a copy neither takes
-- their events nor gives them commands.
UPDATE cc_pbx SET token_digest = NULL;
UPDATE cc_pbx_command SET state = 'stale' WHERE state IN ('waiting', 'given');
-- Nor are people heard in it: without their keys the files are noise.
UPDATE cc_recording
   SET wrapped_key = NULL, store_name = NULL, peaks = NULL,
       state = 'missing', missing_why = 'copy'
 WHERE state = 'stored';
