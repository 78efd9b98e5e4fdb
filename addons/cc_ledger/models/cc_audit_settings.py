"""Settings whose every change is an entry of the audit log."""

from odoo import api, models
from odoo.exceptions import AccessError

#: types whose values are no texts of people: they are told with old and new
_TOLD = {"boolean", "integer", "many2one", "many2many", "selection"}


class CcAuditSettings(models.AbstractModel):
    """Inherit it first: `_inherit = ["cc.audit.settings", "cc.channel"]`."""

    _name = "cc.audit.settings"
    _description = "Settings with an audit"

    #: names of the fields that count; None: all that people may fill in
    _cc_audited = None
    #: whether what is read-only, and so in no entry, is the system's alone to write:
    #: a screen does not send it, a call from outside might
    _cc_keeps_state = False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_state_kept(vals)
        records = super().create(vals_list)
        records._log_settings(
            "create",
            [
                dict.fromkeys(record._audited_names(vals))
                for record, vals in zip(records, vals_list, strict=True)
            ],
        )
        return records

    def write(self, vals):
        self._check_state_kept(vals)
        names = self._audited_names(vals)
        if not names:
            return super().write(vals)
        before = self._audited_values(names)
        result = super().write(vals)
        after = self._audited_values(names)
        changed = [
            {
                name: (old[name], new[name]) if name in told else None
                for name in names
                if old[name] != new[name]
            }
            for old, new in zip(before, after, strict=True)
            for told in [self._told_names(names)]
        ]
        self._log_settings("write", changed)
        return result

    def unlink(self):
        self._log_settings("unlink", [{} for _record in self])
        return super().unlink()

    @api.model
    def _audited_names(self, vals):
        """Return which of the fields in `vals` count, sorted."""
        if self._cc_audited is not None:
            return sorted(vals.keys() & set(self._cc_audited))
        return sorted(
            name
            for name in vals
            if (field := self._fields.get(name))
            and not field.readonly
            and field.type not in ("one2many", "binary")
        )

    @api.model
    def _check_state_kept(self, vals):
        if self.env.su or not self._cc_keeps_state:
            return
        for name in vals:
            field = self._fields.get(name)
            if field and field.readonly:
                raise AccessError(
                    self.env._(
                        "“%(field)s” is no setting: only the system writes it.",
                        field=field._description_string(self.env),
                    )
                )

    @api.model
    def _told_names(self, names):
        return {name for name in names if self._fields[name].type in _TOLD}

    def _audited_values(self, names):
        # sudo: whoever may write a field may not always read it; what is compared
        # here leaves as ids, codes and names of fields only
        return [
            {name: _plain(record[name]) for name in names} for record in self.sudo()
        ]

    def _log_settings(self, operation, changes):
        """Write an entry per record: {field: (old, new) or None} in `changes`."""
        # sudo: as above; an entry holds ids, codes and names of fields
        entries = [
            record._settings_entry(operation, changed)
            for record, changed in zip(self.sudo(), changes, strict=True)
            if changed or operation != "write"
        ]
        self.env["cc.audit.entry"]._log(entries)

    def _settings_entry(self, operation, changed):
        detail = {"operation": operation}
        if changed:
            detail["fields"] = list(changed)
            detail["values"] = {name: told for name, told in changed.items() if told}
        return {
            "action": "settings.changed",
            "model": self._name,
            "res_id": self.id,
            "detail": detail,
        } | self._audited_place()

    def _audited_place(self):
        """Return direction and client of the settings: who may see the entry."""
        place = {}
        for name in ("direction_id", "client_id"):
            if name in self._fields:
                place[name] = self[name].id
        return place


def _plain(value):
    return sorted(value.ids) if isinstance(value, models.BaseModel) else value


class CcChannel(models.Model):
    _name = "cc.channel"
    _inherit = ["cc.audit.settings", "cc.channel"]

    def _audited_place(self):
        return {"direction_id": self.direction_id.id, "client_id": self._client().id}


class CcDirection(models.Model):
    _name = "cc.direction"
    _inherit = ["cc.audit.settings", "cc.direction"]

    def _audited_place(self):
        return {"direction_id": self.id}


class CcClient(models.Model):
    _name = "cc.client"
    _inherit = ["cc.audit.settings", "cc.client"]

    def _audited_place(self):
        return {"client_id": self.id}


class ResUsers(models.Model):
    """Who may do what: roles and reach, not people's preferences."""

    _name = "res.users"
    _inherit = ["cc.audit.settings", "res.users"]

    _cc_audited = (
        "active",
        "login",
        "group_ids",
        "cc_direction_ids",
        "cc_client_ids",
        "cc_department_ids",
    )

    def _set_password(self):
        """Tell whose password was set, never which."""
        result = super()._set_password()
        self._log_settings("write", [{"password": None} for _user in self])
        return result


class ResGroups(models.Model):
    """The same from the other side: who is in a role, what a role brings along."""

    _name = "res.groups"
    _inherit = ["cc.audit.settings", "res.groups"]

    _cc_audited = ("user_ids", "implied_ids")
