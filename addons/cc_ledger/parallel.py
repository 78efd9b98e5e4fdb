"""Sending over several connections at once: threads that know no cursor."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from .exceptions import place_of
from .outcome import UNKNOWN, Outcome

_logger = logging.getLogger(__name__)


def in_parallel(
    items: Iterable, work: Callable, parcels: Callable, workers: int
) -> Iterator[tuple]:
    """Yield (item, outcome of work(parcels(item))) as each is done.

    An item is pulled only when a worker is free for it, in the caller's thread;
    `work` runs in a thread and must not touch records or cursors. What `work` raises
    is an outcome that nobody knows: the provider may have got it.
    """
    source = iter(items)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        running, is_over = {}, False
        while True:
            while not is_over and len(running) < workers:
                item = next(source, None)
                is_over = item is None
                if not is_over:
                    running[pool.submit(_guarded, work, parcels(item))] = item
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


def _guarded(work, parcel):
    try:
        return work(parcel)
    except Exception as fault:  # a thread's fault must not leave a row without a fate
        # its message may quote a letter: only the place is logged
        _logger.error("sending failed: %s in %s", type(fault).__name__, place_of(fault))
        return Outcome(UNKNOWN, "internal", type(fault).__name__)
