"""`papermill --engine contested`: papermill's own engine, with kernels from `provisioner`."""

from __future__ import annotations

from typing import Any

from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine

PROVISIONER = "contested-forked"


class ForkingKernelManager(AsyncKernelManager):
    """Takes the provisioner, unless the kernel spec names one."""

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel; the arguments are those of jupyter_client."""
        # Where jupyter_client looks when it makes a provisioner, in this manager's own copy.
        if self.kernel_spec is not None:
            named = {"provisioner_name": PROVISIONER, "config": {}}
            self.kernel_spec.metadata.setdefault("kernel_provisioner", named)
        await super().start_kernel(**kwargs)


class ContestedEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine for Jupyter kernels in all but how a kernel is started."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute a notebook; the arguments are those of papermill's engine."""
        managed = {"kernel_manager_class": ForkingKernelManager, **kwargs}
        return super().execute_managed_notebook(nb_man, kernel_name, **managed)
