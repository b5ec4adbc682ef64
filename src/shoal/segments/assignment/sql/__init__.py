"""The frozen rule as one SQL statement."""
