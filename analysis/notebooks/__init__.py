"""The notebooks: their files, parameters, kernels and results, JupyterLab, and the explorer."""
