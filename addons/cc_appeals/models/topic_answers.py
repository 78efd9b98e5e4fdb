from odoo import fields


class TopicAnswers(fields.Properties):
    """Properties that do not read the topic of each new appeal to find no questions."""

    def _add_default_values(self, env, values):
        topic_id = values.get(self.definition_record)
        if isinstance(topic_id, int) and not values.get(self.name):
            facts = env["cc.topic"]._facts_of(topic_id)
            if not facts or not facts.has_questions:
                return {}
        return super()._add_default_values(env, values)
