from . import models
from . import prefork
from . import wizard
