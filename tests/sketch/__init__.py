"""Tests of the import of sketches."""
