"""The command line: start, say where, wait for SIGTERM, stop."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

# Before moto is imported: it reads these once.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS"] = "false"

from . import surroundings  # noqa: E402
from .control import PREFIX, Control  # noqa: E402
from .message import Answer, Cut, Request, json_answer  # noqa: E402
from .seeds import UnknownSeed  # noqa: E402
from .server import Front, Handler  # noqa: E402
from .services.lambda_.run import Around  # noqa: E402
from .world import World  # noqa: E402


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="sandbox", description="An AWS account and a GitHub on loopback ports.")
    parser.add_argument("--env", type=Path, required=True, help="file to write shell exports to, once ready")
    parser.add_argument("--seed", default="empty", help="the world to begin with (default: empty)")
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", help="delay of every answer")
    parser.add_argument("--record", type=Path, help="file to append one JSON line a request to")
    parser.add_argument("--tape", type=Path, help="file to write a new seed to (used by seeds/build)")
    return parser.parse_args()


async def run(options: argparse.Namespace, home: Path) -> None:
    """Serves until a signal says stop."""
    world = World(options.latency / 1000, options.record, options.tape)
    control = Control(world)

    def routed(handler: Handler) -> Handler:
        async def handle(request: Request) -> Answer | Cut:
            if request.path.startswith(PREFIX):
                return await control.answer(request)
            try:
                return await handler(request)
            except Exception:
                # A defect of the sandbox must be seen as one, not as a lost connection.
                traceback.print_exc()
                world.violations.add("emulator", "", f"{request.method} {request.target}", "the sandbox failed")
                return json_answer(500, {"message": "the sandbox failed; see its stderr"})

        return handle

    fronts = [Front(routed(world.aws)), Front(routed(world.hub)), Front(routed(world.elsewhere))]
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await world.work(world.reset, options.seed)
    places = surroundings.furnish(home, await world.work(world.state))
    ports = [await front.listen() for front in fronts]
    Around.endpoint = f"http://127.0.0.1:{ports[0]}"
    world.github.store.elsewhere = f"http://127.0.0.1:{ports[2]}"
    surroundings.write_env(options.env, surroundings.variables(ports[0], ports[1], places))
    await stop.wait()
    for front in fronts:
        await front.close()
    world.close()


def main() -> None:
    """Runs the sandbox in a folder of its own, which goes away with it."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="sandbox-") as home:
        try:
            asyncio.run(run(options, Path(home)))
        except UnknownSeed as error:
            sys.exit(f"sandbox: {error}")
    sys.stdout.flush()
    # A request still inside moto must not hold up the end.
    os._exit(0)


if __name__ == "__main__":
    main()
