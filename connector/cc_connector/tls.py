"""TLS: whom the connector trusts, and why it does not trust somebody."""

import ssl

from .fault import ConnectorFault

# of OpenSSL, X509_V_ERR_…: not yet valid, expired; another name, another address
_TIME, _NAME = (9, 10), (62, 64)


def context(section: str, ca_file: str) -> ssl.SSLContext:
    """Return what a connection is checked with: this authority, or the system's.

    :param section: of the settings, for the sentence
    :raise ConnectorFault: the file is none
    """
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError):
        raise ConnectorFault(
            "settings", f"[{section}]: ca_file {ca_file} is no certificate file."
        ) from None


def refusal(fault: BaseException | None, whose: str) -> str:
    """Return why a certificate was refused, "" when it was not about that.

    :param fault: of a library, which may have wrapped the true one
    :param whose: "Odoo", "The PBX's manager"
    """
    while fault is not None:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return _sentence(fault.verify_code, whose)
        fault = fault.__cause__ or fault.__context__
    return ""


def _sentence(code, whose):
    if code in _TIME:
        return (
            f"{whose} shows a certificate that has expired or is not valid yet: renew "
            "it there, and set the clock here."
        )
    if code in _NAME:
        return (
            f"{whose} shows a certificate for another name than the settings call it "
            "by: one of the two is wrong."
        )
    return (
        f"{whose} shows a certificate of an authority that is not trusted here: set "
        "ca_file to the right one."
    )
