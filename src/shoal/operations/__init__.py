"""One verb a file; every door calls these and nothing else."""
