"""What the tests of commands share."""

import pytest

from support import migrating


@pytest.fixture
def classic(healthy):
    """A repository from before immutable subjects, set up as it was then, with things of others beside it."""
    return migrating.begun(healthy)
