"""Sends the calls that come on standard input with boto3, in as many threads as the command line says."""

import concurrent.futures
import json
import os
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

THREADS = int(sys.argv[1])
CALLS = json.load(sys.stdin)
SESSION = boto3.session.Session()
CONFIG = Config(max_pool_connections=max(THREADS, 10), s3={"addressing_style": "path"}, proxies={})
CLIENTS = {
    service: SESSION.client(service, config=CONFIG)
    for service in sorted({call["service"] for call in CALLS} - {"github"})
}
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def send(call):
    """One call; what does not exist is an answer too."""
    if call["service"] == "github":
        request = urllib.request.Request(
            os.environ["GITHUB_API_URL"] + call["path"],
            headers={"Authorization": "Bearer " + os.environ["GH_TOKEN"], "Accept": "application/vnd.github+json"})
        with OPENER.open(request, timeout=60) as answer:
            return answer.read()
    client = CLIENTS[call["service"]]
    method = next(name for name, operation in client.meta.method_to_api_mapping.items() if operation == call["operation"])
    try:
        return getattr(client, method)(**call["input"])
    except ClientError as error:
        return error.response


with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
    list(pool.map(send, CALLS))
