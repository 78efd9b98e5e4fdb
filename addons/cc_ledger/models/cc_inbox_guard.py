"""No row of the inbox goes, and what came stays as it came, whatever the program."""

from odoo import models

# a removal that the law asks for (erasure) says so in its own transaction
PERMIT = "cc_ledger.erasure"


class CcInboxGuard(models.AbstractModel):
    _name = "cc.inbox.guard"
    _description = "Guard of the inbox"

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION cc_inbox_keep() RETURNS trigger
            LANGUAGE plpgsql AS $$
            BEGIN
                IF coalesce(current_setting('cc_ledger.erasure', true), '') <> 'on' THEN
                    RAISE EXCEPTION '% of % is refused: what was received stays',
                        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN coalesce(NEW, OLD);
            END $$;
            CREATE OR REPLACE TRIGGER cc_inbox_event_kept
                BEFORE DELETE ON cc_inbox_event
                FOR EACH ROW EXECUTE FUNCTION cc_inbox_keep();
            CREATE OR REPLACE TRIGGER cc_inbox_event_not_emptied
                BEFORE TRUNCATE ON cc_inbox_event
                FOR EACH STATEMENT EXECUTE FUNCTION cc_inbox_keep();
            CREATE OR REPLACE TRIGGER cc_inbox_event_as_it_came
                BEFORE UPDATE OF sha256, size, received_at, channel_id
                ON cc_inbox_event FOR EACH ROW
                WHEN (OLD.sha256 IS DISTINCT FROM NEW.sha256
                      OR OLD.size IS DISTINCT FROM NEW.size
                      OR OLD.received_at IS DISTINCT FROM NEW.received_at
                      OR OLD.channel_id IS DISTINCT FROM NEW.channel_id)
                EXECUTE FUNCTION cc_inbox_keep();
            CREATE OR REPLACE TRIGGER cc_inbox_payload_kept
                BEFORE DELETE OR UPDATE ON cc_inbox_payload
                FOR EACH ROW EXECUTE FUNCTION cc_inbox_keep();
            CREATE OR REPLACE TRIGGER cc_inbox_payload_not_emptied
                BEFORE TRUNCATE ON cc_inbox_payload
                FOR EACH STATEMENT EXECUTE FUNCTION cc_inbox_keep();
            """
        )
        return result
