"""Made-up companies with known truth, for the demo, tests and benchmarks."""
