"""What leaves the program: the letter as Markdown and HTML, answers and tallies as JSON and as plain text."""
