from pathlib import Path

from odoo.tests import tagged

from odoo.addons.cc_base.tests.access_matrix_case import AccessMatrixCase

from .common import CcAppealsMixin


@tagged("post_install", "-at_install")
class TestAccessMatrix(CcAppealsMixin, AccessMatrixCase):
    matrix = Path(__file__).with_name("access_matrix.csv")

    @classmethod
    def make_samples(cls):
        """`department`: handed to the executor's department in a line not his own.

        `co`: there too, handed elsewhere, with a part of the executor's department.
        """
        far = cls.env["cc.direction"].create(
            {"name": "Shared", "code": "T-SHARED", "client_ids": cls.own.ids}
        )
        guest = cls.make_person("Guest", cls.own, "+79160000111", "guest@example.ru")
        third = cls.make_person("Third", cls.own, "+79160000112", "third@example.ru")
        elsewhere = cls.env["hr.department"].create({"name": "Elsewhere"})
        sides = {
            "own": (cls.direction, cls.person),
            "other": (cls.other_direction, cls.stranger),
            "department": (far, guest),
            "co": (far, third),
        }
        samples = {}
        for side, (direction, person) in sides.items():
            channel = cls.make_mailbox(side, direction)
            interaction = cls.env["cc.interaction"].create(
                {
                    "channel_id": channel.id,
                    "client_id": person.cc_client_id.id,
                    "partner_id": person.id,
                }
            )
            appeal = cls.make_appeal(
                direction_id=direction.id,
                applicant_id=person.id,
                channel_id=channel.id,
                interaction_ids=[(6, 0, interaction.ids)],
            )
            if side != "other":
                to = cls.department if side == "department" else elsewhere
                appeal.sudo().action_hand_over(to.id)
            if side != "department":
                cls.env["cc.appeal.assignment"].create(
                    {
                        "appeal_id": appeal.id,
                        "department_id": (
                            cls.department if side == "co" else cls.department.copy()
                        ).id,
                    }
                )
            appeal.invalidate_recordset(["assignment_ids", "interval_ids"])
            box = cls.env["cc.mailbox"].create(
                {
                    "channel_id": channel.id,
                    "host": "imap.example.org",
                    "login": side,
                    "secret_ref": side,
                }
            )
            made = {
                "cc.appeal.assignment": appeal.assignment_ids[-1:],
                "cc.appeal": appeal,
                "cc.interaction": interaction,
                "cc.waiting": cls.env["cc.waiting"].search(
                    [("interaction_id", "=", interaction.id)]
                ),
                "cc.appeal.interval": appeal.interval_ids[:1],
                "cc.topic": cls.env["cc.topic"].create({"name": side}),
                "res.partner": person,
                "cc.mailbox": box,
                "cc.mailbox.tally": cls.env["cc.mailbox.tally"].create(
                    {"mailbox_id": box.id, "day": "2026-03-02"}
                ),
                "cc.mail.account": cls.env["cc.mail.account"].create(
                    {
                        "name": side,
                        "host": "smtp.example.org",
                        "sender": f"{side}@example.org",
                        "client_id": person.cc_client_id.id,
                    }
                ),
                "cc.identity": person.cc_identity_ids[:1],
            }
            writers = {"own": "operator", "department": "executor"}
            made["cc.reply.draft"] = cls.env["cc.reply.draft"].create(
                {
                    "appeal_id": appeal.id,
                    "user_id": cls.users[writers.get(side, "admin")].id,
                }
            )
            if side in ("own", "other"):
                kin = cls.make_person(
                    f"Kin {side}", person.cc_client_id, "+79160000119", "kin@example.ru"
                )
                made["cc.relation"] = cls.env["cc.relation"].create(
                    {"partner_id": person.id, "other_id": kin.id}
                )
                made["cc.reply.template"] = cls.env["cc.reply.template"].create(
                    {"name": side, "body": "Words", "direction_id": direction.id}
                )
                made["cc.territory"] = cls.env["cc.territory"].create({"name": side})
                made["cc.department.rule"] = cls.env["cc.department.rule"].create(
                    {
                        "client_id": person.cc_client_id.id,
                        "department_id": cls.department.id,
                    }
                )
            if side in ("own", "other"):
                made |= cls.make_presence(side, direction)
            if side == "own":
                made["cc.appeal.intake"] = (
                    cls.env["cc.appeal.intake"]
                    .with_user(cls.users["operator"])
                    .create(
                        {
                            "kind": "paper",
                            "direction_id": direction.id,
                            "client_id": person.cc_client_id.id,
                        }
                    )
                )
                made["cc.no.answer"] = (
                    cls.env["cc.no.answer"]
                    .with_user(cls.users["operator"])
                    .create({"reason": "thanks"})
                )
                exchange = cls.env["cc.topic.exchange"].with_user(
                    cls.users["supervisor"]
                )
                made["cc.topic.exchange"] = exchange.create({})
                made["cc.topic.exchange.line"] = made[
                    "cc.topic.exchange"
                ].line_ids.create(
                    {"exchange_id": made["cc.topic.exchange"].id, "outcome": "same"}
                )
            made |= cls.make_files(direction, person.cc_client_id)
            made |= cls.make_many(appeal) if side in ("own", "other") else {}
            for model, record in made.items():
                samples.setdefault(model, {})[side] = record
        return samples

    @classmethod
    def make_files(cls, direction, client):
        """Files brought in and taken out: a part of `make_samples`."""
        record = cls.env["cc.appeal.import"].create(
            {"direction_id": direction.id, "client_id": client.id}
        )
        column = {"import_id": record.id, "place": 0, "heading": "A"}
        problem = {"import_id": record.id, "line": 2, "sentence": "No."}
        # a table is seen by who asked for it alone: here the operator, or the system
        asking = cls.users["operator"] if direction == cls.direction else cls.env.user
        asking.group_ids += cls.env.ref("base.group_allow_export")
        exports = cls.env["cc.appeal.export"].with_user(asking)
        return {
            "cc.appeal.export": exports.create({}),
            "cc.appeal.import": record,
            "cc.appeal.import.column": record.column_ids.create(column),
            "cc.appeal.import.error": record.error_ids.create(problem),
        }

    @classmethod
    def make_many(cls, appeal):
        """What many appeals share: a step a senior operator started, an incident."""
        runs = cls.env["cc.bulk.run"].with_user(cls.users["senior"]).sudo()
        run = runs._make(appeal, {"kind": "leave", "token": str(appeal.id)})
        incident = cls.env["cc.incident"].create(
            {
                "name": "No water",
                "direction_id": appeal.direction_id.id,
                "client_id": appeal.client_id.id,
                "words": "water",
            }
        )
        return {
            "cc.bulk.run": run,
            "cc.bulk.line": run.line_ids,
            "cc.incident": incident,
        } | cls.make_journal(appeal)

    @classmethod
    def make_journal(cls, appeal):
        """What the Journal keeps: who looks, what is not told yet, who asks for help."""
        made = {
            "cc.journal.help": cls.env["cc.journal.help"].create(
                {
                    "appeal_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "user_id": cls.users["operator"].id,
                    "words": "Help",
                    "asked_at": "2026-03-02 10:00:00",
                }
            )
        }
        if appeal.direction_id != cls.direction:
            return made
        now = "2026-03-02 10:00:00"
        return made | {
            "cc.journal.viewer": cls.env["cc.journal.viewer"].create(
                {
                    "appeal_id": appeal.id,
                    "user_id": cls.users["operator"].id,
                    "since": now,
                    "seen_at": now,
                }
            ),
            "cc.journal.change": cls.env["cc.journal.change"].create(
                {"model": "cc.appeal", "res_id": appeal.id, "noted_at": now}
            ),
        }

    @classmethod
    def make_presence(cls, side, direction):
        user = cls.users["operator"]
        if side == "other":
            user = user.copy({"login": "t_far", "cc_direction_ids": direction.ids})
        cls.env["cc.presence"]._ensure(user)
        at = {"user_id": user.id, "asked_at": "2026-03-16 12:00:00"}
        return {
            "cc.presence.reason": cls.env["cc.presence.reason"].create({"name": side}),
            "cc.presence.interval": cls.env["cc.presence.interval"].search(
                [("user_id", "=", user.id)]
            ),
            "cc.presence.request": cls.env["cc.presence.request"].create(
                at | {"kind": "extend"}
            ),
            "cc.presence.beat": cls.env["cc.presence.beat"].create(
                {"user_id": user.id, "beat_at": at["asked_at"]}
            ),
        }

    def test_orm(self):
        self.assertTrue(self.check_orm())

    def test_rpc(self):
        self.check_rpc()
