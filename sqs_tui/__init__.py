"""sqs-tui: a terminal program for the review of case files in a Short Quality Screening."""

__version__ = "0.1.0"
