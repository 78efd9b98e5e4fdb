from odoo import api, models, tools


class CcExtension(models.AbstractModel):
    """The one way things plug in: inherit a contract, set `_cc_code`.

    A contract sets `_cc_kind`; a plug-in inherits it and names its code. Nothing
    is registered by hand and no selection is extended: what a database has is what
    its installed addons declare.
    """

    _name = "cc.extension"
    _description = "Extension point"

    _cc_kind = None
    _cc_code = None
    _cc_order = 10

    @api.model
    def _cc_all(self, kind):
        """Return {code: model} of the plug-ins of `kind`, in their own order."""
        return {code: self.env[name] for code, name in self._cc_names(kind)}

    @api.model
    @tools.ormcache("kind")
    def _cc_names(self, kind):
        """Return ((code, model name), …): what is installed does not change."""
        names = self.env.registry.descendants(["cc.extension"], "_inherit")
        found = [
            self.env[name]
            for name in names
            if self.env[name]._cc_code and self.env[name]._cc_kind == kind
        ]
        found.sort(key=lambda model: (model._cc_order, model._cc_code))
        # of two with one code the later one counts
        return tuple({model._cc_code: model._name for model in found}.items())

    @api.model
    def _cc_get(self, kind, code):
        """Return the plug-in `code` of `kind`; LookupError names what is there."""
        found = self._cc_all(kind)
        if code not in found:
            raise LookupError(
                f"no extension {code!r} of kind {kind!r}; there are: {sorted(found)}"
            )
        return found[code]
