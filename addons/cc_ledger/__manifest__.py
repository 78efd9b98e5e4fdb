{
    "name": "Contact centre: ledger",
    "summary": "All that came is written down before anybody is told it was received",
    "version": "19.0.1.0.0",
    "category": "Services/Contact Centre",
    "license": "LGPL-3",
    "author": "Contact Centre Suite contributors",
    "website": "https://github.com/cc-suite/cc-suite",
    "depends": ["cc_base", "queue_job"],
    "data": [
        "security/ir.model.access.csv",
        "security/cc_inbox_reconciliation_security.xml",
        "security/cc_inbox_event_security.xml",
        "data/queue_job_data.xml",
        "data/ir_cron_data.xml",
        "views/cc_inbox_reconciliation_views.xml",
        "views/cc_inbox_event_views.xml",
        "views/cc_ledger_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["cc_ledger/static/src/**/*"],
        "web.assets_unit_tests": [
            "cc_ledger/static/tests/cc_ledger_test_helpers.js",
            "cc_ledger/static/tests/**/*.test.js",
        ],
    },
}
