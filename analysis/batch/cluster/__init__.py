"""Running tasks on an existing Dask cluster; needs the extra `cluster`."""

from analysis.batch.cluster.executor import check, cluster

__all__ = ["check", "cluster"]
