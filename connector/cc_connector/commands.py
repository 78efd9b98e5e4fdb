"""What Odoo asks of the PBX: each command becomes one manager action."""

from collections.abc import Callable, Mapping

from .ami import AmiLine
from .fault import ConnectorFault
from .live import LivePicture, originate_id

# answers that say no and mean "it is so already"
SETTLED = ("Already there", "not in queue", "Not there")
ORIGINATE_MS = 30_000


async def execute(
    ami: AmiLine, command: Mapping[str, object], picture: LivePicture | None = None
) -> dict:
    """Carry out one command.

    :param command: `id`, `action` and `params` of the protocol
    :param picture: knows the channel of a phone that is named by its number
    :return: {"id", "is_done", "sentence"}
    """
    answer = {"id": command.get("id"), "is_done": False, "sentence": ""}
    build = ACTIONS.get(command.get("action"))
    if not build:
        return answer | {"sentence": "This connector does not know the command."}
    try:
        action, headers = build(_with_channel(command.get("params") or {}, picture))
        found = await ami.ask(action, **headers)
    except KeyError as fault:
        return answer | {"sentence": f"The command lacks {fault}."}
    except ValueError:
        return answer | {"sentence": "A value of the command holds a line break."}
    except ConnectorFault as fault:
        return answer | {"sentence": str(fault)}
    message = found.get("Message", "")
    is_done = found.get("Response") == "Success"
    if not is_done and any(words in message for words in SETTLED):
        is_done = True
    return answer | {"is_done": is_done, "sentence": "" if is_done else message}


def _with_channel(params, picture):
    """Return the params with the channel of the phone they name, if it has one."""
    if picture is None or "channel" in params:
        return params
    if "extension" in params:
        found = picture.channel_of(params["extension"], params.get("linkedid", ""))
    else:
        found = picture.channel_that_began(params.get("linkedid", ""))
    return params | ({"channel": found} if found else {})


def _originate(params):
    if "number" in params and "extension" not in params:
        return _originate_alone(params)
    return "Originate", {
        "Channel": f"PJSIP/{params['extension']}",
        "Context": params.get("context", "internal"),
        "Exten": params["number"],
        "Priority": 1,
        "CallerID": f"<{params['number']}>",
    } | _at_the_phone(params)


def _originate_alone(params):
    """A number is called and nobody is on the other side: a trial without a phone."""
    context = params.get("context", "internal")
    return "Originate", {
        "Channel": f"Local/{params['number']}@{context}/n",
        "Application": "Wait",
        "Data": "2",
    } | _at_the_phone(params)


def _at_the_phone(params):
    """Return how a phone is called; what became of it comes as a change later."""
    limit = params.get("limit_seconds")
    is_sane = isinstance(limit, int) and 0 < limit * 1000 < ORIGINATE_MS
    return {
        "Async": "true",
        "Timeout": limit * 1000 if is_sane else ORIGINATE_MS,
        "ChannelId": params["channel_id"],
        "ActionID": originate_id(params["channel_id"]),
    }


def _hang_up(params):
    return "Hangup", {"Channel": params["channel"], "Cause": 16}


def _transfer(params):
    return "BlindTransfer", {
        "Channel": params["channel"],
        "Context": params.get("context", "internal"),
        "Exten": params["number"],
    }


def _attended_transfer(params):
    return "Atxfer", {
        "Channel": params["channel"],
        "Context": params.get("context", "internal"),
        "Exten": params["number"],
    }


def _add_member(params):
    interface = f"PJSIP/{params['extension']}"
    return "QueueAdd", {
        "Queue": params["queue"],
        "Interface": interface,
        "StateInterface": interface,
        "MemberName": params.get("member", params["extension"]),
        "Penalty": params.get("penalty", 0),
        "Paused": "true" if params.get("is_paused") else "false",
    }


def _remove_member(params):
    return "QueueRemove", {
        "Queue": params["queue"],
        "Interface": f"PJSIP/{params['extension']}",
    }


def _pause_member(params):
    headers = {
        "Interface": f"PJSIP/{params['extension']}",
        "Paused": "true" if params["is_paused"] else "false",
        "Reason": params.get("reason", ""),
    }
    return "QueuePause", headers | (
        {"Queue": params["queue"]} if params.get("queue") else {}
    )


def _spy(params):
    # q: no beep; w: the one who is listened to hears the other, the caller does not
    options = "qw" if params.get("is_whispering") is True else "q"
    return "Originate", {
        "Channel": f"PJSIP/{params['extension']}",
        "Application": "ChanSpy",
        "Data": f"PJSIP/{params['target']},{options}",
    } | _at_the_phone(params)


#: what Odoo may ask; nothing else reaches the PBX
ACTIONS: dict[str, Callable[[Mapping], tuple[str, dict]]] = {
    "originate": _originate,
    "hang_up": _hang_up,
    "transfer": _transfer,
    "attended_transfer": _attended_transfer,
    "add_member": _add_member,
    "remove_member": _remove_member,
    "pause_member": _pause_member,
    "spy": _spy,
}
