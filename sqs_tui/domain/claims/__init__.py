"""The check on typed claims: numbers and words of proportion in prose, held against the answers that they speak of."""
