"""The demonstration: the Bury inspection of 2013 as data, with invented cases and interviews that give its published figures."""
