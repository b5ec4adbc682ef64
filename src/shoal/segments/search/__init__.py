"""Which algorithm, which number of segments, on what evidence."""
