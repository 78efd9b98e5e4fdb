{
    "name": "Contact centre: calls",
    "summary": "Every call of a real PBX becomes a card; a missed one becomes work",
    "version": "19.0.1.0.0",
    "category": "Services/Contact Centre",
    "license": "LGPL-3",
    "author": "Contact Centre Suite contributors",
    "website": "https://github.com/cc-suite/cc-suite",
    "depends": ["cc_appeals"],
    "data": [
        "security/ir.model.access.csv",
        "security/cc_telephony_security.xml",
        "data/ir_cron_data.xml",
        "views/cc_call_views.xml",
        "views/cc_pbx_live_views.xml",
        "views/cc_pbx_views.xml",
        "views/cc_call_rebuild_views.xml",
        "views/cc_interaction_views.xml",
    ],
    "demo": [
        "demo/day_0000_cast_phones.xml",
        "demo/day_0900_calls_of_the_morning.xml",
    ],
    "assets": {
        "web.assets_backend": ["cc_telephony/static/src/**/*"],
        "web.assets_unit_tests": ["cc_telephony/static/tests/**/*.test.js"],
        "web.assets_tests": ["cc_telephony/static/tests/tours/**/*"],
    },
}
