-- The audit log as JSON lines, for tools/verify_audit.py. With psql of any role that may read it:
--   psql -XAtq -v ON_ERROR_STOP=1 -v FETCH_COUNT=5000 -f tools/export_audit.sql DATABASE > FILE
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = pg_catalog;
SELECT json_build_object(
    'cc_audit_export', 1,
    'database', current_database(),
    'exported_at', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
);
SELECT json_build_object(
    'seq', seal.seq,
    'entry_id', seal.entry_id,
    'hash', encode(seal.hash, 'hex'),
    'row', CASE WHEN entry.id IS NOT NULL THEN json_build_object(
        'id', entry.id,
        'logged_at', CASE WHEN isfinite(entry.logged_at) THEN
            (extract(epoch FROM entry.logged_at) * 1000000)::bigint END,
        'cluster', entry.cluster::text,
        'xid', entry.xid::text::bigint,
        'user_id', entry.user_id,
        'origin', entry.origin,
        'action', entry.action,
        'model', entry.model,
        'res_id', entry.res_id,
        'direction_id', entry.direction_id,
        'client_id', entry.client_id,
        'subject_id', entry.subject_id,
        'detail', entry.detail::text,
        'hmacs', entry.hmacs::text,
        'reason', entry.reason
    ) END
)
  FROM public.cc_audit_seal seal
  FULL JOIN public.cc_audit_entry entry ON entry.id = seal.entry_id
 ORDER BY seal.seq NULLS LAST, entry.id;
SELECT json_build_object('end', json_build_object('waiting', count(*)))
  FROM public.cc_audit_entry entry
 WHERE NOT EXISTS (SELECT FROM public.cc_audit_seal seal WHERE seal.entry_id = entry.id);
COMMIT;
