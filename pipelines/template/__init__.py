"""Forms to be filled in: they say what they ask for, and are read without a descriptor."""
