"""SIP messages, right and wrong: no room of the product reads SIP, Asterisk does.

The ledger keeps the bytes of whatever comes; the phone of the demonstration, which is
ours, reads each message within a moment.
"""

import time

from runner.sip import message

SECONDS = 1
SETTLED = ("processed", "ignored", "quarantined")


def prove(corpus, bars, place):
    """Ask both."""
    files = corpus.files("sip")
    if not files:
        return
    raws = [path.read_bytes() for path in files]
    faults = []
    for path, raw in zip(files, raws, strict=True):
        begun = time.process_time()
        try:
            message.read(raw)
        except Exception as fault:
            faults.append(f"{corpus.name(path)}: {type(fault).__name__}")
        if time.process_time() - begun > SECONDS:
            faults.append(f"{corpus.name(path)}: slow")
    bars.wrong(f"messages our phone breaks at, of {len(files)}", faults)
    inbox = place.env["cc.inbox.event"]
    found = inbox._record(place.channel, [{"raw": raw} for raw in raws])
    inbox._boundary()
    inbox._drain_all([event.id for event, _is_new in found])
    place.env.invalidate_all()
    kept = place.env["cc.inbox.payload"]
    lost = [
        corpus.name(path)
        for path, raw, (event, _is_new) in zip(files, raws, found, strict=True)
        if event.state not in SETTLED or kept._get(event) != raw
    ]
    bars.wrong("messages the ledger does not keep as they are", lost)
