"""Classroom: cases as one file for phones and the projector, and codes that bring back what was chosen."""
