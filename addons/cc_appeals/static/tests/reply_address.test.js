import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { ReplyAddress } from "@cc_appeals/composer/reply_address/reply_address";
import { MAIL, SMS } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const OTHER = { ...MAIL, id: 3, name: "Second line", recipients: [{ id: 12, label: "b…@…" }] };

async function mountAddress(props = {}) {
    await mountWithCleanup(ReplyAddress, {
        props: {
            channels: [MAIL, SMS, OTHER],
            channel: MAIL,
            recipient: MAIL.recipients[0],
            onChoose: (words) => expect.step(words),
            ...props,
        },
    });
}

test("another way brings its own recipient; one that cannot send says why", async () => {
    await mountAddress();
    await click(".o_cc_reply_channel");
    await waitFor(".o_cc_reply_road");
    expect(".o_cc_reply_road.disabled").toHaveText(/There is no gateway for SMS/);
    await click(".o_cc_reply_road:last");
    await animationFrame();
    expect.verifySteps([{ channel_id: 3, recipient_id: 12 }]);
});

test("the address can be chosen among those of the person", async () => {
    await mountAddress();
    await click(".o_cc_reply_recipient");
    await waitFor(".o-dropdown-item");
    expect(queryAllTexts(".o-dropdown-item")).toEqual(["a…@…", "b…@…"]);
    await click(".o-dropdown-item:last");
    await animationFrame();
    expect.verifySteps([{ recipient_id: 12 }]);
});

test("one way and one address are plain words", async () => {
    await mountAddress({ channels: [OTHER], channel: OTHER, recipient: OTHER.recipients[0] });
    expect("button").toHaveCount(0);
    expect(".o_cc_reply_address").toHaveText(/Answer by letter\s*to\s*b…@…/);
});
