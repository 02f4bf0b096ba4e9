"""An AWS account and a GitHub, small enough to start in a test.

A request meets, in this order: the front (`server`), which owns the sockets;
the gate (`aws.gate`), which judges signature and shape as AWS would; the
faults, which a test may ask for; then moto with our `services`, or the GitHub
stand-in. What went by is written by `record`; what stands now is read by
`dump`. Nothing here knows the program that is being tested.
"""
