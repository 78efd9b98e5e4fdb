"""Wording of reports: what mail servers, autoresponders and people write.

Each name is one compiled pattern, an alternative per line, without regard to case.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


# Names under which mail servers write; never evidence alone.
DAEMON = _any(
    r"mailer-?daemon",
    r"(?<![a-z])post_?master",
    r"mail\.?\s?deliver",
    r"delivery (?:sub)?system",
    r"system administrator",
    r"mail system",
    r"ndr admin",
    r"mail administrator",
    r"microsoft outlook",
)
FAILED_SUBJECT = _any(
    r"undeliver",
    r"not (?:be )?deliver",
    r"deliver\w* (?:status|fail|error|problem|delay|notif)",
    r"returned (?:e?-?mail|to sender)",
    r"returning (?:mail|message)",
    r"failure notice",
    r"fail\w* (?:notice|delivery)",
    r"mail (?:fail|error|system error|delivery)",
    r"non.?delivery",
    r"could not (?:be )?(?:send|deliver)",
    r"warning.{0,20}message",
    r"не доставлен",
    r"не удалось доставить",
    r"невозможно доставить",
    r"недоставлен",
    r"ошибка доставки",
)
# Sentences of mail servers: nobody writes them by hand.
SERVER_TEXT = _any(
    r"created automatically by mail delivery software",
    r"qmail-send program",
    r"transcript of session follows",
    r"permanent fatal errors",
    r"had transient non-fatal",
    r"delivery to the following (?:recipient|address)",
    r"mail delivery (?:agent|system)\b",
    r"(?:following|these) (?:e-?mail )?(?:address|recipient"
    r"|user)[^\n]{0,50}(?:fail|had|could not|did not|was not|were not|has"
    r"|have|cannot|returned|not reach)",
    r"message (?:could|can|was|has|did|that you sent could)[^\n]{0,15} ?not"
    r" (?:been |be )?(?:deliver|sent|reach)",
    r"(?:mail|letter|e-?mail) (?:sent |you )[^\n]{0,60}\n?[^\n]{0,20}could"
    r" not be delivered",
    r"your message did not reach",
    r"undeliverable (?:message|mail|to)",
    r"delivery (?:has )?failed",
    r"delivery (?:temporarily|attempt|problem|incomplete|report)",
    r"(?:error|trouble|problem)\w*[^\n]{0,30}(?:deliver|send)(?:ing)?"
    r" (?:your|the|a|an) (?:m|e-?m)",
    r"failed addresses follow",
    r"error message below",
    r"delivery errors?\b",
    r"(?:unable|not able|n't able|failed) to (?:be )?(?:deliver|send|relay|route)",
    r"(?:could|can) ?not (?:be )?(?:deliver|sen[dt]|relay)[^\n]{0,40}(?:to:"
    r"|recipient|address|follow|message|mail)",
    r"was(?: not|n't) delivered (?:to|within)",
    r"did not reach the following",
    r"following recipients was rejected",
    r"message is delayed for",
    r"error has occurred while attempting to deliver",
    r"--- ?(?:failure reasons|returned m)",
    r"(?:this|below) is a copy of (?:the|your) (?:original )?message",
    r"original message follows",
    r"message headers follow",
    r"still being retried",
    r"unrouteable address",
    r"address (?:was )?not found",
    r"recipient address rejected",
    r"account is disabled",
    r"final-recipient:",
    r"не (?:может быть|мог\w* быть|удалось|был[оа]) достав\w+",
    r"доставка [^\n]{0,60}не (?:выполнена|удалась)",
    r"невозможно доставить",
    r"создано автоматически сервером",
)
# What such a report also says, and people do too.
FAILED_TEXT = _any(
    r"undeliver",
    r"not (?:be )?deliver",
    r"user unknown",
    r"unknown user",
    r"no such user",
    r"mailbox (?:is )?full",
    r"over quota",
    r"(?:was|has been|been) (?:rejected|blocked|bounced|returned|delayed)",
    r"did not reach",
    r"returned to (?:the )?sender",
    r"invalid (?:user|address)",
    r"не доставлен",
    r"отправить (?:письмо|сообщение) не удалось",
)
# A human passes a report on.
FORWARDED = _any(
    r"forwarded (?:message|by)",
    r"begin forwarded",
    r"original message ?-{2}",
    r"пересылаемое",
    r"пересланное",
    r"начало переадресованного",
    r"исходное сообщение ?-{2}",
    r">\s?from:",
)
SMTP_CODE = _any(
    r"(?<![\d.])[45]\d\d[ -]{1,3}#?[45]\.\d{1,3}\.\d{1,3}",
    r"(?<![\d.])[45][0-5]\d[ -]{1,3}[<A-Za-z][^\n]{3}",
    r"(?:remote host said|reason|status)[^\n]{0,30}[45]\.?\d\.?\d",
    r"final-recipient:",
    r"diagnostic-code:",
)
# Never evidence alone: only with an empty return path.
AUTO_SUBJECT = _any(
    r"auto(?:matic|mated|-|\s)?\s?(?:reply|response|respon|antwort)",
    r"autorespon",
    r"out of (?:the )?office",
    r"vacation",
    r"away from",
    r"abwesen",
    r"réponse automatique",
    r"автоответ",
    r"автоматический ответ",
    r"нет на месте",
    r"я в отпуске",
)
COMPLAINT_TEXT = _any(
    r"this is an? (?:e-?mail )?(?:abuse|spam) (?:report|complaint)",
    r"abuse report",
    r"complaint about (?:a )?message",
)
# The address may be alive: full, refused for now, refused for what was said.
SOFT_TEXT = _any(
    r"quota",
    r"mailbox (?:is )?(?:full|exceed)",
    r"(?:is|too) full",
    r"over ?limit",
    r"not enough space",
    r"insufficient (?:system )?storage",
    r"too (?:large|big|many)",
    r"exceed(?:s|ed)? (?:the )?(?:maximum|size|limit)",
    r"spam",
    r"virus",
    r"blacklist",
    r"block(?:ed|list)",
    r"banned",
    r"denied by",
    r"polic(?:y|ies)",
    r"reputation",
    r"spf",
    r"dkim",
    r"dmarc",
    r"\brbl\b",
    r"dnsbl",
    r"reverse dns",
    r"\bptr\b",
    r"greylist",
    r"temporar",
    r"try again",
    r"timed? ?out",
    r"rate limit",
    r"throttl",
    r"suspend",
    r"disabled",
    r"inactive",
    r"relay(?:ing)? (?:access )?(?:denied|not)",
    r"authenticat",
    r"loop",
    r"too many hops",
    r"sender (?:address )?(?:reject|denied)",
    r"malformed",
    r"of sender",
    r"unexpected name server",
    r"at a rate that",
    r"переполнен",
    r"квот",
    r"превыш",
    r"спам",
    r"вирус",
    r"временн",
    r"заблокирован",
)
# The address or its domain does not exist.
DEAD_TEXT = _any(
    r"(?:user|recipient|mailbox|address|account|addressee|person"
    r"|destination)[^\n]{0,60}?(?:unknown|not (?:be )?found|not exist"
    r"|doesn'?t exist|does not exist|no longer|not known|not local|invalid"
    r"|unavailable at this|not listed|not recogni[sz]ed)",
    r"(?:unknown|no such|invalid|non-?existent|bad destination|not a known"
    r"|not our) (?:local[- ]?part|user|recipient|mailbox|address|account"
    r"|person|customer|to user)",
    r"(?:unknown|invalid) (?:or illegal )?(?:alias|mailbox)",
    r"not in my mailbox",
    r"no mailbox",
    r"(?:host|domain)[^\n]{0,50}(?:unknown|not found|not exist)",
    r"(?:unknown|no such) (?:host|domain)",
    r"nxdomain",
    r"couldn'?t find any host",
    r"no longer (?:valid|in use|available)",
    r"user unknown",
    r"unrouteable address",
    r"unroutable",
    r"has moved",
    r"null mx",
    r"does not accept mail",
    r"never accepts mail",
    r"nullmx",
    r"no smtp service",
    r"any host named",
    r"mailbox unavailable",
    r"no mx (?:record|found)",
    r"doesn'?t have an? [^\n]{0,40}account",
    r"5\.4\.1 [^\n]{0,80}recipient address rejected",
    r"domain is not reachable",
    r"inactive e-?mail address",
    r"all relevant mx records point",
    r"не существует",
    r"не найден",
    r"неизвестн",
)
