"""What a table holds, what of it is behaviour, and everything worth knowing before clustering."""
