{
    "name": "Contact centre: base",
    "summary": "Directions, clients, channels, people and their masked contacts, roles",
    "version": "19.0.1.0.0",
    "category": "Services/Contact Centre",
    "license": "LGPL-3",
    "author": "Contact Centre Suite contributors",
    "website": "https://github.com/cc-suite/cc-suite",
    # sms and snailmail install themselves beside mail; what they send is guarded here
    "depends": ["mail", "hr", "phone_validation", "resource", "sms", "snailmail"],
    "external_dependencies": {
        "python": ["phonenumbers", "holidays>=0.109", "xlsxwriter"]
    },
    "data": [
        "security/cc_base_groups.xml",
        "security/ir.model.access.csv",
        "security/cc_client_security.xml",
        "security/cc_direction_security.xml",
        "security/cc_identity_security.xml",
        "security/res_partner_security.xml",
        "data/cc_calendar_day_data.xml",
        "data/ir_config_parameter_data.xml",
        "data/ir_cron_data.xml",
        "views/cc_client_views.xml",
        "views/cc_product_views.xml",
        "views/cc_channel_views.xml",
        "views/cc_direction_views.xml",
        "views/cc_identity_views.xml",
        "views/cc_identity_reveal_views.xml",
        "views/cc_consent_views.xml",
        "views/cc_stop_entry_views.xml",
        "views/cc_calendar_day_views.xml",
        "views/res_partner_views.xml",
        "views/res_users_views.xml",
        "views/webclient_templates.xml",
        "views/cc_health_views.xml",
        "wizard/cc_user_new_views.xml",
        "views/cc_base_menus.xml",
    ],
    "demo": [
        "demo/day_0000_cast_clients.xml",
        "demo/day_0000_cast_departments.xml",
        "demo/day_0000_cast_staff.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "cc_base/static/src/**/*",
            ("remove", "cc_base/static/src/**/*.dark.scss"),
        ],
        "web.assets_web_dark": [
            (
                "after",
                "web/static/lib/bootstrap/scss/_functions.scss",
                "cc_base/static/src/colours/bootstrap_functions.dark.scss",
            ),
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "cc_base/static/src/colours/odoo_variables.dark.scss",
            ),
            "cc_base/static/src/**/*.dark.scss",
        ],
        "web.assets_backend_lazy_dark": [
            (
                "after",
                "web/static/lib/bootstrap/scss/_functions.scss",
                "cc_base/static/src/colours/bootstrap_functions.dark.scss",
            ),
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "cc_base/static/src/colours/odoo_variables.dark.scss",
            ),
        ],
        "web.assets_unit_tests": ["cc_base/static/tests/**/*.test.js"],
    },
    "application": True,
}
