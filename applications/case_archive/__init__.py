"""A case as one ZIP: all that its reader may see, and nothing else."""
