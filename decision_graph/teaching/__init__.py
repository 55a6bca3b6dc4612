"""Teaching: cases for learners, drawn from a guideline, told as stories, and asked step by step."""
