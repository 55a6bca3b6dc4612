"""Page: a guideline as one file that a browser opens without a network, and that answers for one patient."""
