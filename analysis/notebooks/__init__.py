"""The notebooks: their files, parameters, kernels and results, and what is shown in them."""
