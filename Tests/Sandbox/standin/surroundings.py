"""What a client needs around it: the env file, gh's folder, a setup file that fits."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

from .aws.credentials import OPERATOR, REGION

TOKEN = "ghp_sandboxOperatorToken0000000000000000"
LAMBDA_TOKEN = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"
SETUP = """\
version: 1
name: churn
account: "{account}"
region: {region}
github:
  owner: octo-org
  repository: sagemaker-churn
project:
{domain}  bucket: sagemaker-projects-templates-{account}-{region}
  prefix: templates/
  template: mlops-github-actions.yaml
  token_file: {token_file}
"""


def furnish(home: Path, state: dict[str, Any]) -> dict[str, Path]:
    """Makes the private folders and files of one sandbox."""
    places = {name: home / name for name in ("state", "gh")}
    for place in places.values():
        place.mkdir(mode=0o700)
    token_file = home / "github-token.json"
    token_file.touch(mode=0o600)
    token_file.write_text(json.dumps({"token": LAMBDA_TOKEN}))
    setup = home / "onramp.yaml"
    domains = state.get("sagemaker", {}).get(REGION, {}).get("domains", {})
    domain = f"  domain: {sorted(domains)[0]}\n" if domains else ""
    setup.write_text(SETUP.format(account=OPERATOR.account, region=REGION, domain=domain, token_file=token_file))
    return {**places, "setup": setup}


def variables(aws_port: int, github_port: int, places: dict[str, Path]) -> dict[str, str]:
    """The environment of a client of this sandbox."""
    github = f"http://127.0.0.1:{github_port}"
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws_port}",
        "AWS_ACCESS_KEY_ID": OPERATOR.key,
        "AWS_SECRET_ACCESS_KEY": OPERATOR.secret,
        "AWS_SESSION_TOKEN": OPERATOR.token,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "GITHUB_API_URL": github,
        "GH_TOKEN": TOKEN,
        # gh speaks plain http to this one host name only, and finds us through the proxy.
        # "localhost" must not stand in NO_PROXY: Go would read it as *.localhost too.
        "GH_HOST": "github.localhost",
        "HTTP_PROXY": github,
        "NO_PROXY": "127.0.0.1",
        "GH_CONFIG_DIR": str(places["gh"]),
        "XDG_STATE_HOME": str(places["state"]),
        "ONRAMP_SETUP": str(places["setup"]),
    }


def write_env(path: Path, values: dict[str, str]) -> None:
    """Writes the file whole or not at all: a waiting script may source it at once."""
    text = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items())
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text)
    part.replace(path)
