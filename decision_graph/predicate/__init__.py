"""The predicate language: syntax, printing and three-valued truth."""
