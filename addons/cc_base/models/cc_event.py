from odoo import api, models


class CcEvent(models.AbstractModel):
    _name = "cc.event"
    _description = "Domain events"

    @api.model
    def _emit(self, event, records, **values):
        """Tell the listeners that `event` happened to `records`.

        The event must be declared (`cc.event.contract`), with this model and these
        values: a misspelt name is an error at once, not a listener never called.
        """
        extension = self.env["cc.extension"]
        declared = extension._cc_get("event", event)
        if declared._cc_model != records._name or set(values) != set(
            declared._cc_values
        ):
            raise ValueError(
                f"event {event!r} is declared for {declared._cc_model} with "
                f"{declared._cc_values}, emitted for {records._name} with "
                f"{tuple(values)}"
            )
        for listener in extension._cc_all("event_listener").values():
            if event in listener._cc_events:
                listener._cc_on_event(event, records, values)
