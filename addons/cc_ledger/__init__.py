from . import dead_jobs
from . import models
from . import wizard
