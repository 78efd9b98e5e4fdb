import os
import socket
import struct
from types import SimpleNamespace
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.sql_db import ConnectionPool, connection_info_for
from odoo.tests import TransactionCase, tagged

from odoo.addons.cc_base import database_return

WARNING = b"SWARNING\0VWARNING\0C57P02\0Mterminating connection\0\0"
# what a server says before it ends at once
LAST_WORDS = b"N" + struct.pack("!I", len(WARNING) + 4) + WARNING


@tagged("post_install", "-at_install")
class TestDatabaseReturn(TransactionCase):
    def test_a_server_without_its_database_tries_again(self):
        def spawn(server):
            raise psycopg2.OperationalError("the database system is starting up")

        with self.assertLogs(database_return.__name__, "WARNING"):
            database_return.waits_for_database(spawn)(None)

    def test_another_fault_still_ends_the_server(self):
        def spawn(server):
            raise ValueError

        with self.assertRaises(ValueError):
            database_return.waits_for_database(spawn)(None)

    def test_a_connection_that_was_closed_is_replaced(self):
        pool = ConnectionPool(2)
        self.addCleanup(pool.close_all)
        _name, info = connection_info_for(self.env.cr.dbname)
        first = pool.borrow(info)
        pool.give_back(first)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(LAST_WORDS)
            os.dup2(ours.fileno(), first.fileno())
        again = pool.borrow(info)
        with again.cursor() as cr:
            cr.execute("SELECT 1")
            self.assertEqual(cr.fetchone(), (1,))
        pool.give_back(again)

    def test_a_new_cron_worker_is_awake(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        worker = SimpleNamespace(wakeup_fd_w=writing, started=False)
        start = database_return.looks_at_once(
            lambda each: setattr(each, "started", True)
        )
        with patch(f"{database_return.__name__}.cron_database_list", return_value=[]):
            start(worker)
        self.assertTrue(worker.started)
        self.assertEqual(os.read(reading, 1), b".")

    def test_what_is_done_every_minute_is_due_for_a_new_cron_worker(self):
        crons = self.env["ir.cron"].create(
            [
                {
                    "name": unit,
                    "model_id": self.env.ref("base.model_res_users").id,
                    "code": "pass",
                    "interval_type": unit,
                    "nextcall": "2099-01-01 00:00:00",
                }
                for unit in ("minutes", "days")
            ]
        )
        self.env.flush_all()
        database_return.make_due(self.env.cr)
        crons.invalidate_recordset()
        now = fields.Datetime.now()
        self.assertEqual([cron.nextcall <= now for cron in crons], [True, False])
