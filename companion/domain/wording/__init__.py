"""The frame by ear: what a sentence does that the method would rather not have in this step."""
