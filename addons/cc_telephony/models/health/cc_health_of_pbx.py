from odoo import models

ADMIN = "cc_base.cc_base_group_admin"


class CcHealthOfPbx(models.AbstractModel):
    """What the health plug-ins about PBXes share: lines that open the PBX."""

    _name = "cc.health.of.pbx"
    _inherit = "cc.health.contract"
    _description = "Health: about a PBX"

    def _line_of(self, pbx, key, title, state, sentence, **more):
        if more.get("is_part"):
            # a part of another room's, or one that came later, stands elsewhere
            title = f"{pbx.name}: {title}"
        return self._line(
            f"{pbx.id}-{key}",
            title,
            state,
            sentence,
            action=self._open_form(pbx),
            action_label=self.env._("Open"),
            **{"groups": ADMIN} | more,
        )

    def _part(self, pbx, key, title, state, sentence):
        return self._line_of(pbx, key, title, state, sentence, is_part=True)

    def _said(self, parts):
        """Return the parts that say something: those with something to do."""
        return [part for part in parts if part]
