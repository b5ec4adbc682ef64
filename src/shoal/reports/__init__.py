"""What people see of a study: the HTML report, the JSON answer, the lines in a terminal."""
