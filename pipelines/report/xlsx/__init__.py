"""Workbooks changed part by part, so that all that is not spoken of stays as it was received."""
