"""How each check is turned red by changing the account: a module a topic."""
