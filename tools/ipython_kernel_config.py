"""Keeps ipykernel from warning, on every run, that a kernel of this machine is reached over TCP.

The set-up copies this to `etc/ipython/` of `.venv`, where IPython looks for settings. Whoever
starts a kernel chooses how it is reached: our engine takes sockets that are files; plain papermill,
nbval and JupyterLab take TCP on the loopback device, and papermill has no option for it. All other
words of a kernel are printed as they are.
"""

from __future__ import annotations

import logging

logging.getLogger("IPKernelApp").addFilter(
    lambda record: "over TCP without encryption" not in str(record.msg)
)
