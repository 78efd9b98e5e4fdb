-- The audit log's tables. Run by cc.audit.entry.init() while Odoo's role owns them, and by
-- `./run audit protect` as superuser: what is here may be run again and again.

CREATE TABLE IF NOT EXISTS public.cc_audit_entry (
    id bigint PRIMARY KEY,
    -- UTC
    logged_at timestamp NOT NULL,
    -- which transaction of which cluster wrote it: the sealer's order, see docs/adr/0009
    cluster bigint NOT NULL,
    xid xid8 NOT NULL,
    user_id integer NOT NULL,
    origin text NOT NULL,
    action text NOT NULL,
    model text,
    res_id bigint,
    direction_id integer,
    client_id integer,
    subject_id integer,
    detail jsonb,
    hmacs jsonb,
    reason text
);
CREATE SEQUENCE IF NOT EXISTS public.cc_audit_entry_id_seq
    AS bigint OWNED BY public.cc_audit_entry.id;

CREATE TABLE IF NOT EXISTS public.cc_audit_seal (
    seq bigint PRIMARY KEY,
    entry_id bigint NOT NULL UNIQUE,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- Not part of the chain, and Odoo's for good: forgetting a person deletes a row.
CREATE TABLE IF NOT EXISTS public.cc_audit_subject_key (
    subject_id integer PRIMARY KEY,
    key bytea NOT NULL CHECK (length(key) = 32)
);

CREATE INDEX IF NOT EXISTS cc_audit_entry_order_idx
    ON public.cc_audit_entry (cluster, xid, id);
CREATE INDEX IF NOT EXISTS cc_audit_entry_logged_at_idx
    ON public.cc_audit_entry (logged_at, id);
CREATE INDEX IF NOT EXISTS cc_audit_entry_record_idx
    ON public.cc_audit_entry (model, res_id);
CREATE INDEX IF NOT EXISTS cc_audit_entry_user_idx
    ON public.cc_audit_entry (user_id, id);
CREATE INDEX IF NOT EXISTS cc_audit_entry_subject_idx
    ON public.cc_audit_entry (subject_id, id) WHERE subject_id IS NOT NULL;

-- Whoever inserts cannot choose number, moment and transaction. The transaction first: a
-- number is never older than it.
CREATE OR REPLACE FUNCTION public.cc_audit_entry_stamp() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.cluster := (SELECT system_identifier FROM pg_control_system());
    NEW.id := nextval('public.cc_audit_entry_id_seq');
    NEW.logged_at := clock_timestamp() AT TIME ZONE 'UTC';
    RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.cc_audit_refuse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = '42501';
END
$$;

CREATE OR REPLACE TRIGGER cc_audit_entry_stamp BEFORE INSERT ON public.cc_audit_entry
    FOR EACH ROW EXECUTE FUNCTION public.cc_audit_entry_stamp();
CREATE OR REPLACE TRIGGER cc_audit_entry_refuse
    BEFORE UPDATE OR DELETE OR TRUNCATE ON public.cc_audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION public.cc_audit_refuse();
CREATE OR REPLACE TRIGGER cc_audit_seal_refuse
    BEFORE UPDATE OR DELETE OR TRUNCATE ON public.cc_audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION public.cc_audit_refuse();
