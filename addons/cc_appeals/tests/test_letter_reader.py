import contextlib
import os
import resource
import signal
import threading
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.cc_appeals import letter_reader
from odoo.addons.cc_appeals.engine.letter import Letter, LetterError, parse
from odoo.addons.cc_appeals.letter_reader import Share, read_letters

from . import hostile_letters

GOOD = (
    b"From: a@b.example\r\nSubject: one\r\nMessage-ID: <1@b.example>\r\n\r\nwords\r\n"
)
CPU_LIMIT_SECONDS = 10
TRIES = 400
# a process that ends while its page of /proc is opened, or while it is read
GONE = (FileNotFoundError, ProcessLookupError)


def children(pid):
    """Return the pids of the children a process has now."""
    with contextlib.suppress(*GONE):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(word) for word in found.split()]
    return []


class TestLetterReader(BaseCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(letter_reader.stop)

    def helper(self):
        return letter_reader._helper._process

    # what comes out
    def test_what_is_read_is_what_the_parser_says(self):
        samples = Path(__file__).parent.parent / "engine/tests/samples"
        raws = [path.read_bytes() for path in sorted(samples.glob("*.eml"))]
        self.assertGreater(len(raws), 5)
        self.assertEqual(read_letters(raws), [parse(raw) for raw in raws])

    def test_the_order_is_kept_on_two_lanes(self):
        raws = [GOOD.replace(b"one", b"number %d" % n) for n in range(150)]
        subjects = [letter.subject for letter in read_letters(raws, lanes=2)]
        self.assertEqual(subjects, [f"number {n}" for n in range(150)])

    def test_an_error_keeps_its_code_and_headers(self):
        raws = [b" \r\n", hostile_letters.nested_parts(60), GOOD]
        empty, deep, good = read_letters(raws)
        self.assertEqual(
            (empty.code, deep.code, good.subject), ("empty", "too_deep", "one")
        )
        self.assertEqual(deep.headers["sender"], "ivan@example.org")
        self.assertEqual(deep.headers["subject"], "bomb")

    def test_nothing_is_read_of_nothing(self):
        self.assertEqual(read_letters([]), [])
        self.assertIsNone(self.helper(), "nor is a process started for it")

    # bar 7
    def test_hostile_letters_take_ten_seconds_of_cpu_at_most(self):
        for make, expected in (
            (hostile_letters.parts_of_html, "processed"),
            (hostile_letters.nested_parts, "too_deep"),
            (hostile_letters.nested_messages, "processed"),
            (hostile_letters.flat_parts, "too_many_parts"),
            (hostile_letters.long_header_line, "processed"),
            (hostile_letters.long_subject, "processed"),
            (hostile_letters.many_links, "processed"),
            (hostile_letters.large_base64, "processed"),
            (hostile_letters.zip_bomb, "processed"),
            (hostile_letters.nul_bytes, "processed"),
            (hostile_letters.broken_base64, "processed"),
            (hostile_letters.cpu_bomb, "cpu_time"),
        ):
            raw = make()
            with self.subTest(make.__name__):
                before = self.cpu_seconds()
                # on a busy machine seconds of CPU are minutes on the clock
                share = Share(wall_seconds=300)
                found, behind = read_letters([raw, GOOD], share=share)
                # only what a parent has waited for is counted
                helper = self.helper().pid
                self.assertTrue(self.comes_true(lambda pid=helper: not children(pid)))
                letter_reader.stop()
                spent = self.cpu_seconds() - before
                fate = found.code if isinstance(found, LetterError) else "processed"
                self.assertEqual(fate, expected)
                self.assertLessEqual(spent, CPU_LIMIT_SECONDS)
                self.assertEqual(behind.subject, "one", "the letter behind is served")
                self.check_headers(found)

    def cpu_seconds(self):
        """Return the CPU time of this process and all its ended children."""
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        used = [resource.getrusage(kind) for kind in kinds]
        return sum(each.ru_utime + each.ru_stime for each in used)

    def check_headers(self, found):
        read = found.headers if isinstance(found, LetterError) else vars(found)
        self.assertEqual(read["sender"], "ivan@example.org")
        self.assertTrue(read["subject"].replace(" ", "").startswith("bomb"))

    # limits
    def test_memory_has_an_end(self):
        share = Share(memory_bytes=160 * 1024 * 1024)
        raws = [GOOD, hostile_letters.large_base64(), GOOD]
        first, large, last = read_letters(raws, share=share)
        self.assertEqual((first.subject, last.subject), ("one", "one"))
        self.assertEqual(large.code, "memory")
        self.assertEqual(large.headers["sender"], "ivan@example.org")

    def test_time_on_the_clock_has_an_end(self):
        raws = [GOOD, hostile_letters.cpu_bomb(), GOOD]
        first, slow, last = read_letters(raws, share=Share(wall_seconds=0.5))
        self.assertEqual((first.subject, last.subject), ("one", "one"))
        self.assertEqual((slow.code, slow.headers["subject"]), ("wall_time", "bomb"))

    def test_no_letter_is_begun_when_the_time_is_over(self):
        found = read_letters([GOOD] * 20, lanes=2, seconds=1e-9)
        read = [each for each in found if each]
        self.assertIn(len(read), (1, 2), "one in each lane, or the other was quicker")
        self.assertEqual(read[0].subject, "one")
        found = read_letters([GOOD] * 20, lanes=2, seconds=600)
        self.assertTrue(all(found))

    def test_a_parser_reaches_no_network_and_writes_no_file(self):
        raw = b"reach for what is forbidden"
        for attempt in (
            "import socket; socket.socket()",
            "import subprocess; subprocess.run(['true'])",
            "import os; os.kill(os.getppid(), 0)",
            "import os, tempfile\nwith tempfile.TemporaryFile() as f: f.write(b'x'*9)",
        ):
            with self.subTest(attempt), self.parser_that(attempt):
                (found,) = read_letters([raw])
                self.assertEqual(found.code, "parser_fault", found.text)

    def test_the_kernel_keeps_a_parser_in_where_it_can(self):
        # past the guard written in Python: what was found before it stands
        found = "libc = letter_helper._libc; ways = libc.socket, libc.execve\n"
        around = (
            "import __main__\n"
            "opens, starts = __main__.ways\n"
            "assert opens(1, 1, 0) < 0 and opens(2, 1, 0) < 0\n"
            "assert starts(b'/bin/true', None, None) < 0"
        )
        with self.parser_that(around, before=found):
            self.assertIsInstance(read_letters([GOOD])[0], Letter)
            self.assertTrue(letter_reader.is_caged())
        self.assertFalse(letter_reader.is_caged(), "nobody is there")

    def test_without_a_cage_letters_are_read_under_the_guard_alone(self):
        no_cage = "kernel_cage.enter = lambda: False\n"
        guarded = "import socket; socket.socket()"
        with self.parser_that("", before=no_cage):
            self.assertIsInstance(read_letters([GOOD])[0], Letter)
            self.assertFalse(letter_reader.is_caged())
        with self.parser_that(guarded, before=no_cage):
            self.assertEqual(read_letters([GOOD])[0].code, "parser_fault")

    def test_a_parser_holds_no_secret_and_no_odoo(self):
        attempt = (
            "import os, sys\nassert not [n for n in os.environ if 'SECRET' in n]\n"
            "assert 'odoo' not in sys.modules and 'psycopg2' not in sys.modules"
        )
        with patch.dict(os.environ, CC_SECRET_X="x"), self.parser_that(attempt):
            self.assertIsInstance(read_letters([GOOD])[0], Letter)

    @contextlib.contextmanager
    def parser_that(self, code, before=""):
        """Let a helper run `code` each time it parses a letter."""
        wrapped = (
            "import sys\n"
            f"sys.path.insert(0, {str(letter_reader.PROGRAM.parent)!r})\n"
            "import kernel_cage, letter_helper\n"
            f"{before}"
            "from engine import letter\n"
            "inner = letter._parse\n"
            "def outer(raw, limits):\n"
            f"    exec({code!r})\n"
            "    return inner(raw, limits)\n"
            "letter._parse = outer\n"
            "letter_helper.main()\n"
        )
        path = Path(f"/tmp/cc-helper-{os.getpid()}.py")
        path.write_text(wrapped, encoding="utf-8")
        letter_reader.stop()
        try:
            with patch.object(letter_reader, "PROGRAM", path):
                yield
        finally:
            letter_reader.stop()
            path.unlink()

    # the helper's life
    def test_one_kill_delays_a_letter_two_are_its_end(self):
        for kills, expected in ((1, "wall_time"), (2, "parser_killed")):
            with self.subTest(kills=kills):
                killed = []
                raw = hostile_letters.cpu_bomb()
                killer = threading.Thread(
                    target=self.kill_children, args=(kills, killed)
                )
                read_letters([GOOD])
                killer.start()
                found, behind = read_letters([raw, GOOD], share=Share(wall_seconds=2))
                killer.join()
                self.assertEqual((len(killed), found.code), (kills, expected))
                self.assertEqual(found.headers["subject"], "bomb")
                self.assertEqual(behind.subject, "one")

    def kill_children(self, count, killed):
        """Kill as many children of the helper, each while it works."""
        pause = threading.Event()
        for _try in range(TRIES):
            for pid in children(self.helper().pid):
                if pid not in killed and self.is_at_work(pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)
            if len(killed) >= count:
                return
            pause.wait(0.01)

    def is_at_work(self, pid):
        with contextlib.suppress(*GONE, IndexError):
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
            return int(stat.rpartition(")")[2].split()[11]) >= 10  # 0.1 s of CPU
        return False

    def test_a_helper_that_died_is_replaced(self):
        read_letters([GOOD])
        first = self.helper()
        first.kill()
        self.assertEqual(read_letters([GOOD])[0].subject, "one")
        self.assertNotEqual(self.helper().pid, first.pid)

    def test_a_helper_that_dies_amid_a_letter_is_replaced(self):
        read_letters([GOOD])
        first = self.helper()
        left = []
        killer = threading.Thread(target=self.kill_at_work, args=(first, left))
        raw = hostile_letters.cpu_bomb()
        killer.start()
        found, behind = read_letters([raw, GOOD], share=Share(wall_seconds=3))
        killer.join()
        self.assertEqual(left, [], "the children end with the helper")
        self.assertNotEqual(self.helper().pid, first.pid)
        self.assertEqual((found.code, behind.subject), ("wall_time", "one"))

    def kill_at_work(self, helper, left):
        """Kill the helper while a child works; put into `left` who still works then."""
        pause = threading.Event()
        for _try in range(TRIES):
            busy = [pid for pid in children(helper.pid) if self.is_at_work(pid)]
            if busy:
                os.kill(helper.pid, signal.SIGKILL)
                for _wait in range(20):
                    left[:] = [pid for pid in busy if not self.is_gone(pid)]
                    pause.wait(0.05)
                return
            pause.wait(0.01)

    def test_a_helper_that_hangs_is_replaced(self):
        read_letters([GOOD])
        first = self.helper()
        os.kill(first.pid, signal.SIGSTOP)
        with patch.object(letter_reader, "PATIENCE", 1):
            (found,) = read_letters([GOOD], share=Share(wall_seconds=1))
        self.assertEqual(found.subject, "one")
        self.assertTrue(self.is_gone(first.pid))

    def test_a_helper_that_does_not_start_is_a_fault_that_passes(self):
        with patch.object(letter_reader, "PROGRAM", Path("/nowhere.py")):
            with self.assertRaises(OSError):
                read_letters([GOOD])
        self.assertEqual(read_letters([GOOD])[0].subject, "one")

    def test_the_helper_ends_with_its_odoo(self):
        read, write = os.pipe()
        held, holding = os.pipe()
        pid = os.fork()
        if not pid:  # stands for a worker that is killed; a child of its own lives on
            os.close(holding)
            read_letters([GOOD])
            if not os.fork():
                os.read(held, 1)
                os._exit(0)
            os.write(write, str(self.helper().pid).encode())
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(pid, 0)
        helper = int(os.read(read, 20))
        self.assertTrue(self.comes_true(lambda: self.is_gone(helper)))
        for handle in (read, write, held, holding):
            os.close(handle)

    def is_gone(self, pid):
        with contextlib.suppress(*GONE):
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
            return stat.rpartition(")")[2].split()[0] == "Z"
        return True

    def comes_true(self, condition):
        pause = threading.Event()
        return any(condition() or pause.wait(0.02) for _try in range(TRIES))

    def test_a_forked_worker_has_a_helper_of_its_own(self):
        read_letters([GOOD])
        mine = self.helper().pid
        read, write = os.pipe()
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                subject = read_letters([GOOD])[0].subject
                os.write(write, f"{subject} {self.helper().pid}".encode())
                letter_reader.stop()
            os._exit(0)
        os.waitpid(pid, 0)
        subject, theirs = os.read(read, 100).decode().split()
        os.close(read)
        os.close(write)
        self.assertEqual(subject, "one")
        self.assertNotEqual(int(theirs), mine)
        self.assertEqual(read_letters([GOOD])[0].subject, "one")
        self.assertEqual(self.helper().pid, mine, "and the first is untouched")

    def test_threads_share_the_helper(self):
        found = []
        threads = [
            threading.Thread(target=lambda: found.extend(read_letters([GOOD] * 10)))
            for _thread in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([letter.subject for letter in found], ["one"] * 40)
