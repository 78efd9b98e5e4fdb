"""Jobs whose worker died are looked for every ten seconds.

The job runner looks for them when something happens in the queue, else once a minute:
when nothing else comes, what a restart interrupted would wait as long.
"""

from odoo.addons.queue_job.jobrunner import runner

SECONDS = 10

runner.SELECT_TIMEOUT = SECONDS
