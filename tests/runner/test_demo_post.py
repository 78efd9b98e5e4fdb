import asyncio
import smtplib
import subprocess
import sys
import time
from types import SimpleNamespace

from runner import demo_post, ports


def test_a_letter_becomes_a_file_that_says_whom_it_was_for(tmp_path):
    post = demo_post.Post(tmp_path)
    letter = SimpleNamespace(rcpt_tos=["a@example.org"], content=b"Subject: S\r\n\r\nT")
    answer = asyncio.run(post.handle_DATA(None, None, letter))
    asyncio.run(post.handle_DATA(None, None, letter))
    first, second = sorted(tmp_path.iterdir())
    assert answer.startswith("250 ")
    assert first.stem in answer
    assert second.suffix == ".eml"
    assert first.read_bytes() == b"X-Envelope-To: a@example.org\r\n" + letter.content


def test_it_takes_letters_on_this_machine(tmp_path):
    port = ports.next_free(20000)
    folder = tmp_path / "post"
    command = [sys.executable, demo_post.__file__, f"--port={port}"]
    post = subprocess.Popen([*command, f"--folder={folder}"], start_new_session=True)
    try:
        for _try in range(600):
            if ports.is_served_by(port, post.pid):
                break
            assert post.poll() is None
            time.sleep(0.05)
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
            smtp.sendmail("a@example.org", ["b@example.org"], "Subject: S\r\n\r\nT")
    finally:
        post.terminate()
        post.wait()
    (kept,) = folder.iterdir()
    assert b"X-Envelope-To: b@example.org" in kept.read_bytes()
