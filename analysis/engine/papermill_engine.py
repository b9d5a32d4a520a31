"""`papermill --engine contested`: papermill's own engine, with kernels from `provisioner`."""

from __future__ import annotations

from typing import Any

from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine

PROVISIONER = "contested-forked"


class ForkingKernelManager(AsyncKernelManager):
    """Starts kernels by the forking provisioner, unless the kernel spec names another one."""

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel; the arguments are those of jupyter_client."""
        # jupyter_client reads the provisioner from here, which is this manager's own copy.
        if self.kernel_spec is not None:
            provisioner = {"provisioner_name": PROVISIONER, "config": {}}
            self.kernel_spec.metadata.setdefault("kernel_provisioner", provisioner)
        await super().start_kernel(**kwargs)


class ContestedEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine for Jupyter kernels in all but how a kernel is started."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute a notebook; the arguments are those of papermill's engine."""
        managed = {"kernel_manager_class": ForkingKernelManager, **kwargs}
        return super().execute_managed_notebook(nb_man, kernel_name, **managed)
