"""From accounts to segments: prepare, search, verdict, profiles, names, assignment."""
