"""What sets each segment apart, in the metrics' own units."""
