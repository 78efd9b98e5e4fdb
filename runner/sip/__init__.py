"""A telephone for tests and the demo: SIP over UDP on this machine, G.711.

Enough for a PBX on loopback: it registers, calls, answers, holds, transfers and presses
keys. It repeats no message: nothing gets lost on loopback.
"""
