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
    ],
    "demo": [
        "demo/day_0000_cast_phones.xml",
    ],
    "application": False,
}
