"""What a phone does when the PBX is slow: it asks again, and is not confused."""

import asyncio

import pytest

from runner.sip import message
from runner.sip.phone import Phone, Policy

HERE, THERE = "127.0.2.7", "127.0.0.1"


class SlowPbx(asyncio.DatagramProtocol):
    """Hears a message the first `deaf` times in vain."""

    def __init__(self, deaf=0):
        self.deaf, self.heard, self.peer = deaf, [], None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.peer = address
        heard = message.read(data)
        self.heard.append(heard)
        if not heard.code and len(self.heard) > self.deaf:
            self.transport.sendto(message.answer(heard, 200, "t", "sip:pbx@x"), address)

    def invite(self, sequence=1):
        lines = [
            ("Via", f"SIP/2.0/UDP {THERE}:5060;branch=z9hG4bK{sequence}"),
            ("From", "<sip:1@pbx>;tag=a"),
            ("To", "<sip:101@pbx>"),
            ("Call-ID", "one"),
            ("CSeq", f"{sequence} INVITE"),
            ("Contact", f"<sip:1@{THERE}>"),
        ]
        sdp = f"c=IN IP4 {THERE}\r\nm=audio 9 RTP/AVP 0\r\n"
        return message.write("INVITE sip:101@pbx SIP/2.0", lines, sdp)

    def codes(self):
        return [each.code for each in self.heard if each.code]


def play(pbx, act):
    async def all_of_it():
        loop = asyncio.get_running_loop()
        transport, _pbx = await loop.create_datagram_endpoint(
            lambda: pbx, local_addr=(THERE, 0)
        )
        phone = Phone("101", "secret", transport.get_extra_info("sockname"))
        await phone.open(HERE)
        try:
            return await act(phone)
        finally:
            phone.close()
            transport.close()

    return asyncio.run(all_of_it())


def test_what_is_not_answered_is_asked_again():
    pbx = SlowPbx(deaf=1)
    assert play(pbx, lambda phone: phone.register()) == 200
    first, again = pbx.heard
    assert first == again


def test_who_has_registered_stays_so():
    pbx = SlowPbx()

    async def stay(phone):
        await phone.register(seconds=0.2)
        async with asyncio.timeout(5):
            while len(pbx.heard) < 3:
                await asyncio.sleep(0.05)

    play(pbx, stay)


@pytest.mark.parametrize("policy", [Policy("ring"), Policy(after=0)])
def test_a_call_that_is_told_again_is_the_same_call(policy):
    pbx = SlowPbx()

    async def ring_twice(phone):
        phone.policy = policy
        place = (phone.address, phone.port)
        pbx.transport.sendto(pbx.invite(), place)
        call = await phone.incoming.get()
        await call.wait("ringing" if policy.does == "ring" else "up", 5)
        pbx.transport.sendto(pbx.invite(), place)
        async with asyncio.timeout(5):
            while len(pbx.codes()) < (2 if policy.does == "ring" else 3):
                await asyncio.sleep(0.01)
        return phone.incoming.empty(), call.state

    is_alone, state = play(pbx, ring_twice)
    assert is_alone
    if policy.does == "ring":
        # it rings still: nobody has answered by mistake
        assert (pbx.codes(), state) == ([180, 180], "ringing")
    else:
        assert (pbx.codes(), state) == ([180, 200, 200], "up")


def test_a_call_told_twice_at_once_rings_once():
    pbx = SlowPbx()

    async def ring_at_once(phone):
        phone.policy = Policy("ring")
        for _time in range(2):
            pbx.transport.sendto(pbx.invite(), (phone.address, phone.port))
        await (await phone.incoming.get()).wait("ringing", 5)
        await asyncio.sleep(0.1)
        return phone.incoming.empty()

    assert play(pbx, ring_at_once)
    assert set(pbx.codes()) == {180}
