"""The rows of all topics: every module of this folder with ROWS, REMARKS or WAITS is one."""

import importlib
import pkgutil

from support import breaks

NAMES = sorted(module.name for module in pkgutil.iter_modules(breaks.__path__))
TOPICS = [importlib.import_module(f"{breaks.__name__}.{name}") for name in NAMES if name != "every"]
ROWS = [row for topic in TOPICS for row in getattr(topic, "ROWS", ())]
REMARKS = [row for topic in TOPICS for row in getattr(topic, "REMARKS", ())]
WAITS = [row for topic in TOPICS for row in getattr(topic, "WAITS", ())]
