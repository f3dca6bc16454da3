"""The parts that screens are made of: each takes domain values, posts messages, and does no input or output."""
