from . import controllers
from . import database_return
from . import models
from . import socket_turns
from . import wizard
