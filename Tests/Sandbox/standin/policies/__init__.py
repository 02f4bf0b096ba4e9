"""IAM's rules: whether a condition holds, whether a statement applies, what several policies decide together."""
