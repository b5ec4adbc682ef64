"""PostgreSQL inside: the session, how rows go in and out, and what its errors mean."""
