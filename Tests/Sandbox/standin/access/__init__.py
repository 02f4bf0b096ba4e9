"""May the caller do this? One evaluator at the gate, for sessions of roles and for users: the operator may do all."""

from __future__ import annotations


class Turn:
    """Whether the call that moto answers now was judged here already; one call is answered at a time."""

    judged = False
