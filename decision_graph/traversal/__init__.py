"""Traversal: from a patient to a trace, an answer, and the next question."""
