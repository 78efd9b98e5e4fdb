"""A telephone for tests and the demo: SIP over UDP on this machine, G.711.

Enough for a PBX on loopback: it registers, calls, answers, holds, transfers and presses
keys. What a busy PBX does not answer in time is said again, and what it says again is
understood as the same.
"""
