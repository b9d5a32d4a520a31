"""A Dask cluster that runs already, as a place to run tasks; needs the extra `cluster`."""

from analysis.batch.cluster.executor import check, cluster

__all__ = ["check", "cluster"]
