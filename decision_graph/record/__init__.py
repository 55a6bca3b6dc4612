"""Record: what was asked, answered, offered and chosen at a visit, in a file that survives a kill.

No name and no identifier is asked for or kept: a visit has a number in its file, and nothing else.
"""
