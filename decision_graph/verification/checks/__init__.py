"""Checks: one module each, named for its slug; see `decision_graph.verification.registry`."""
