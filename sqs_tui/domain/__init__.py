"""What an inspection is and how it is counted: pure values and functions, without terminal, files or clock."""
