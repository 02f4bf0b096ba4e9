"""What the tests end to end share: the sandbox and the program, a terminal, other people's things, the reports."""
