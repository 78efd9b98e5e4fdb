"""Names a page asks the bus to hear: anybody may ask for any, so each is looked at."""


def take_names(channels: list, prefix: str) -> tuple[list[str], list]:
    """Part what begins with `prefix` from the rest of what a page asks for.

    :param channels: as `ir.websocket._build_bus_channel_list` gets them
    :return: (what follows the prefix in each such name, all other channels)
    """
    names, rest = [], []
    for channel in channels:
        if isinstance(channel, str) and channel.startswith(prefix):
            names.append(channel.removeprefix(prefix))
        else:
            rest.append(channel)
    return names, rest
