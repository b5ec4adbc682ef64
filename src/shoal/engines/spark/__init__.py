"""Apache Spark inside: the session, how it reads files, and what its errors mean."""
