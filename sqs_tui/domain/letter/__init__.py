"""The letter: figures bound to tallies, the frame and its drafted sentences, and the token stream that every export reads."""
