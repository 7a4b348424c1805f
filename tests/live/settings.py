"""Settings of the servers that these tests start: those of the host, with a few changes."""

import importlib
import json
import os

_host = importlib.import_module(os.environ["LIVE_HOST"])
globals().update({name: value for name, value in vars(_host).items() if name.isupper()})
globals().update(json.loads(os.environ["LIVE_SETTINGS"]))
