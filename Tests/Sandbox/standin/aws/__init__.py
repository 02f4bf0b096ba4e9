"""AWS's side of the door: who signed, what was asked, and whether the model allows it."""
