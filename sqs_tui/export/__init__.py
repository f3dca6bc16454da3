"""What leaves the program: the letter as Markdown and HTML, answers and tallies as JSON and as plain text."""

FORMATS = ("md", "html")
"""What the letter can be written as, by the ending of its file."""
