"""Names, personas and plays: what a segment is called, and on what grounds."""
