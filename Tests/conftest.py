"""What all tests in Python share: the programs they start are started as a terminal starts them, with no signal ignored."""

import signal

# A shell ignores SIGINT for what it starts in the background, nohup SIGHUP, and a program inherits that. A signal that this
# process handles has its default action in a program that it starts.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, lambda *_: None)
