"""The `aws` command, loaded once: its start takes half a second, and the tests run it hundreds of times.

A process that has loaded it forks for each command; the copy gets arguments, environment, folder and files for what it
says, and is that command.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback


class AWSCommand:
    """A process that waits for commands; started with the first of them."""

    def __init__(self):
        self._process = None

    def run(self, arguments, environment, folder):
        """Runs one command to its end, as subprocess.run would with its output captured as text."""
        if self._process is None:
            command = [sys.executable, __file__]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with tempfile.TemporaryDirectory() as place:
            out, err = pathlib.Path(place, "out"), pathlib.Path(place, "err")
            print(json.dumps([arguments, environment, str(folder), str(out), str(err)]), file=self._process.stdin, flush=True)
            code = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(["aws", *arguments], code, out.read_text(), err.read_text())

    def close(self):
        """Ends it."""
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait(60)


def become(arguments, environment, folder, out, err):
    """The command, in this process; its exit code."""
    # The command names the folder of its own data there when it is loaded.
    data = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(environment, AWS_DATA_PATH=data)
    os.chdir(folder)
    for descriptor, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["aws", *arguments]
    try:
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main():
    """Answers each line of stdin with the exit code of its command."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = become(*json.loads(line))
            except BaseException:
                # Never up the stack: there the copy would go on as if it were the one that waits.
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    import awscli.clidriver
    import awscli.handlers
    import botocore.awsrequest
    import botocore.httpsession  # noqa: F401

    main()
