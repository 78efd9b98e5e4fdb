-- Gives the audit log to a role of its own; Odoo's may only add and read. For psql as
-- superuser, after cc_audit.sql, as often as one likes:  -v owner=cc_audit -v app=odoo
SET lock_timeout = '10s';
SELECT format('CREATE ROLE %I NOLOGIN', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec

BEGIN;
ALTER TABLE public.cc_audit_entry OWNER TO :"owner";
ALTER TABLE public.cc_audit_seal OWNER TO :"owner";
ALTER FUNCTION public.cc_audit_entry_stamp() OWNER TO :"owner";
ALTER FUNCTION public.cc_audit_refuse() OWNER TO :"owner";
REVOKE ALL ON public.cc_audit_entry, public.cc_audit_seal, public.cc_audit_entry_id_seq
  FROM PUBLIC, :"app";
GRANT SELECT, INSERT ON public.cc_audit_entry, public.cc_audit_seal TO :"app";
-- a dump reads it
GRANT SELECT ON public.cc_audit_entry_id_seq TO :"app";
REVOKE ALL ON FUNCTION public.cc_audit_entry_stamp(), public.cc_audit_refuse() FROM PUBLIC;
ALTER TABLE public.cc_audit_subject_key OWNER TO :"app";
-- who owns a schema may drop what is in it
ALTER SCHEMA public OWNER TO :"owner";
GRANT ALL ON SCHEMA public TO :"app";
COMMIT;
