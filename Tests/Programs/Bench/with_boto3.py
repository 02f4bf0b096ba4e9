"""Sends the calls that come on standard input with boto3, in as many threads as the command line says: each as soon as
the answer it waited for has come and a thread is free, or with `all` as soon as a thread is free."""

import concurrent.futures
import json
import os
import sys
import threading

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

THREADS = int(sys.argv[1])
CALLS = json.load(sys.stdin)
SESSION = boto3.session.Session()
CONFIG = Config(max_pool_connections=max(THREADS, 10), proxies={})
CLIENTS = {service: SESSION.client(service, config=CONFIG) for service in sorted({call["service"] for call in CALLS} - {"github"})}
GITHUB = urllib3.PoolManager(maxsize=THREADS, ca_certs=os.environ.get("AWS_CA_BUNDLE"))


def send(call):
    """One call; what does not exist is an answer too."""
    if call["service"] == "github":
        return GITHUB.request("GET", os.environ["GITHUB_API_URL"] + call["target"], headers=call["headers"]).data
    try:
        answer = CLIENTS[call["service"]]._make_api_call(call["operation"], call["input"])
        return answer["Body"].read() if "Body" in answer else answer
    except ClientError as error:
        return error.response


with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
    if "all" in sys.argv:
        list(pool.map(send, CALLS))
    else:
        left = threading.Semaphore(0)

        def start(after):
            """Hands in whatever waited for one answer."""
            for number, call in enumerate(CALLS):
                if call["after"] == after:
                    pool.submit(send, call).add_done_callback(lambda _, number=number: (start(number), left.release()))

        start(-1)
        for _ in CALLS:
            left.acquire()
