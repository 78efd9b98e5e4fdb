import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, freezeTime, mockDate } from "@odoo/hoot-mock";
import { Component, onWillStart, useState, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountView,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { serverTime } from "@cc_appeals/components/deadline_clock/server_now";
import { Elapsed } from "@cc_telephony/duration/duration";
import { durationText } from "@cc_telephony/duration/duration_text";

class Call extends models.Model {
    _name = "cc.test.call";
    talk = fields.Float();
    since = fields.Datetime();
    _records = [
        { id: 1, talk: 192.4, since: "2026-03-12 11:58:30" },
        { id: 2, talk: 0, since: "2026-03-12 12:00:09" },
    ];
}

defineMailModels();
defineModels([Call]);

test("a length is read as on a clock", () => {
    expect([0, 9, 59.6, 192, 3725].map(durationText)).toEqual([
        "0:00",
        "0:09",
        "1:00",
        "3:12",
        "1:02:05",
    ]);
});

test("seconds become a clock, none a dash", async () => {
    await mountView({
        type: "list",
        resModel: "cc.test.call",
        arch: `<list><field name="talk" widget="cc_duration"/></list>`,
    });
    expect(queryAllTexts(".o_field_cc_duration")).toEqual(["3:12", "–"]);
});

test("how long ago is never less than nothing", async () => {
    freezeTime();
    mockDate("2026-03-12 12:00:00", 0);
    await mountView({
        type: "list",
        resModel: "cc.test.call",
        arch: `<list><field name="since" widget="cc_elapsed"/></list>`,
    });
    expect(queryAllTexts(".o_field_cc_elapsed")).toEqual(["1:30", "0:00"]);
});

test("it is long ago by the server's clock, wrong as this PC's may be", async () => {
    freezeTime();
    mockDate("2026-03-12 12:00:00", 0);
    patchWithCleanup(serverTime, { ahead: 3600 * 1000 });
    await mountView({
        type: "list",
        resModel: "cc.test.call",
        arch: `<list><field name="since" widget="cc_elapsed"/></list>`,
    });
    expect(queryAllTexts(".o_field_cc_elapsed")).toEqual(["1:01:30", "59:51"]);
});

test("a clock that was drawn for nothing stops as well", async () => {
    const { DateTime } = luxon;
    let looks = 0;
    patchWithCleanup(DateTime, {
        fromMillis(...at) {
            looks++;
            return super.fromMillis(...at);
        },
    });
    class Late extends Component {
        static template = xml``;
        static props = {};
        setup() {
            onWillStart(() => new Promise(() => {}));
        }
    }
    class Rows extends Component {
        static template = xml`
            <t t-if="state.isShown"><Elapsed name="'since'" record="record"/><Late/></t>`;
        static components = { Elapsed, Late };
        static props = {};
        setup() {
            this.state = useState({ isShown: false });
            this.record = { data: { since: false } };
        }
    }
    const rows = await mountWithCleanup(Rows);
    rows.state.isShown = true;
    await animationFrame();
    await advanceTime(2000);
    expect(looks).toBeGreaterThan(1);
    rows.state.isShown = false;
    await animationFrame();
    looks = 0;
    await advanceTime(5000);
    expect(looks).toBe(0);
});
