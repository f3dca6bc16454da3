"""The words that the privacy check goes by, as data, and the one function that reads them."""
