"""What a team writes down: words in, checked records out."""
