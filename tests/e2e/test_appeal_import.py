"""An import killed in the middle goes on where it was, each row once."""

import pytest
from odoo_driver import Killed, OdooDriver

ROWS = 25
PREPARE = """
import base64
client = env["cc.client"].create({"name": "Import", "code": "IMPORT"})
direction = env["cc.direction"].create(
    {"name": "Import", "code": "IMPORT", "client_ids": client.ids}
)
boss = env["res.users"].create({
    "name": "Boss", "login": "import-boss", "cc_direction_ids": direction.ids,
    "group_ids": [env.ref("cc_base.cc_base_group_supervisor").id],
})
text = "\\n".join(["Matter;Old number;Phone", *(
    f"Row {n};old-{n};+7916{n:07}" for n in range(rows)
)])
record = env["cc.appeal.import"].with_user(boss).create({
    "file": base64.b64encode(text.encode()),
    "file_name": "old.csv",
    "direction_id": direction.id,
})
record.action_read()
result = record.id
"""
WORK = """
import os, signal
from odoo.addons.cc_appeals.models import cc_appeal_import_run as run
from odoo.addons.cc_appeals.models import cc_appeal_import_undo as undo
run.BATCH = undo.BATCH = 4
boss = env["res.users"].search([("login", "=", "import-boss")])
record = env["cc.appeal.import"].with_user(boss).browse(number)
model = type(record)
boundary, passed = model._boundary, []

def counted(each):
    if die_before == len(passed):
        os.kill(os.getpid(), signal.SIGKILL)
    boundary(each)
    passed.append(1)

model.with_delay = lambda each, **_how: each
model._boundary = counted
queued, work = [], model._job_work
model._job_work = lambda each: queued.append(each)
if action:
    getattr(record, action)()
    env.cr.commit()
work(record)
result = [record.state, record.line, record.created_count]
"""


@pytest.fixture(scope="module")
def odoo():
    with OdooDriver() as driver:
        yield driver


def test_each_row_is_imported_once_however_often_it_is_killed(odoo):
    number = odoo.run(PREPARE, rows=ROWS)

    def work(action="", die_before=-1):
        return odoo.run(WORK, number=number, action=action, die_before=die_before)

    assert work("action_check")[0] == "checked"
    made = "old_number LIKE 'old-%'"
    with pytest.raises(Killed):
        work("action_run", die_before=2)
    assert odoo.count("cc_appeal", made) == 8, "what was committed stays"
    for _ in range(2):  # the queue starts it anew, and it is killed again
        with pytest.raises(Killed):
            work(die_before=1)
    assert odoo.count("cc_appeal", made) == 16
    assert work() == ["done", ROWS + 1, ROWS]
    assert odoo.count("cc_appeal", made) == ROWS
    numbers = odoo.query(
        f"SELECT count(DISTINCT old_number) FROM cc_appeal WHERE {made}"
    )
    assert numbers == [(str(ROWS),)]
    people = "id IN (SELECT applicant_id FROM cc_appeal WHERE old_number LIKE 'old-%')"
    assert odoo.count("res_partner", people) == ROWS

    with pytest.raises(Killed):
        work("action_undo", die_before=3)
    assert odoo.count("cc_appeal", made) == ROWS - 12
    assert work()[0] == "undone"
    assert odoo.count("cc_appeal", made) == 0
    assert odoo.count("cc_appeal_import_person_rel") == 0, "people go with them"
