"""Verification: proofs about a guideline, by exhausting the cells of its attribute space."""
