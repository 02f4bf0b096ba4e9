"""A server between the program and the sandbox that falsifies one answer."""

from support.faulty import Between


def named(request):
    """A request by what it asks."""
    method, target, headers, body = request
    return f"{method} {target} {headers.get('x-amz-target', '')} {body.decode()}"


def parts(said):
    """The head and the body of an answer."""
    head, _, body = said.partition(b"\r\n\r\n")
    return head, body


def whole(head, body):
    """An answer with another body, and its right length."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"content-length", b"transfer-encoding"))]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


def passes(report):
    """What passes, with the looks it rests on."""
    return {
        (finding["id"], finding["resource"]): finding["looked_at"]
        for step in report["steps"]
        for finding in step["checks"]
        if finding["status"] == "pass"
    }


class Liar(Between):
    """Passes all on, but falsifies the answer to one request when it comes first; remembers every answer."""

    door = "AWS_ENDPOINT_URL"

    def __init__(self, world, wanted=None, lie=None, earlier=None):
        self.wanted, self.lie, self.earlier = wanted, lie, earlier or {}
        self.answers, self.has_lied = {}, False
        super().__init__(world.exports[self.door], {})

    def default(self, request):
        def play(peer, pass_on):
            said = pass_on()
            if named(request) == self.wanted and not self.has_lied:
                self.has_lied = True
                said = self.lie(request, self.earlier) or said
            self.answers.setdefault(named(request), said)
            peer.send(said)

        return play
