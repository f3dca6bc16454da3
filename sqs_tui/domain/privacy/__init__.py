"""The privacy check: what in a letter, a quote or a note may give somebody away."""
