extension TriggerPackage {
  /// The trigger's code. Written by `embed`; edit `trigger/lambda_function.py` beside this file.
  public static let text = ##"""
    """Starts the deployment workflow on GitHub when a model version is approved, once for each approval.

    EventBridge delivers an event more than once, late and out of order, and Lambda repeats a function that fails. So only
    the ARN is taken from the event, the version's state is asked anew, and whoever dispatches first takes a claim: an object
    in the artifact bucket that can be made once. A dispatch that fails makes the function fail, so that it is seen, repeated
    and in the end kept in the project's queue. Every end writes one line of JSON to the log.

    Needs nothing but Python's library and boto3, which Lambda has.
    """

    from __future__ import annotations

    import http.client
    import json
    import os
    import re
    import time
    import urllib.error
    import urllib.parse
    import urllib.request

    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    # After so many seconds the owner of a claim is taken for gone: the function itself may run for 60.
    STALE = 900
    # GitHub's clock and ours, and the whole seconds it tells.
    SKEW = 5
    TIMEOUT = 10
    INPUT = "model-package"
    ARN = re.compile(r"arn:[^:]+:sagemaker:(?P<region>[^:]+):(?P<account>\d{12}):model-package/(?P<group>[^/]+)/(?P<version>\d+)")


    class Failed(Exception):
        """Why no deployment was started; `check` is the id under which onramp explains it."""

        def __init__(self, reason: str, check: str | None = None) -> None:
            super().__init__(reason)
            self.check = check


    class Undecided(Failed):
        """Nobody knows whether a deployment was started: whoever tries again has to look."""


    class UnexpectedInput(Exception):
        """The workflow does not declare the input."""


    def lambda_handler(event, context):
        """Answers `{"outcome", "package", "run"}`; raises where a deployment was due and none was started."""
        detail = event.get("detail") or {}
        package = detail.get("ModelPackageArn")
        try:
            group, version = expected(package, detail, context.invoked_function_arn)
            outcome, run = Trigger(package, group, version, context.aws_request_id).act()
        except (Failed, BotoCoreError, ClientError) as problem:
            report("failed", package, reason=f"{problem}", check=getattr(problem, "check", None))
            raise
        report(outcome, package, run=run)
        return {"outcome": outcome, "package": package, "run": run}


    def report(outcome, package, **more):
        """One line of the log."""
        print(json.dumps({"outcome": outcome, "package": package, **{key: value for key, value in more.items() if value}}))


    def expected(package, detail, function):
        """Group and version of the package, which has to be one of this project, account and Region."""
        found = ARN.fullmatch(package or "")
        if not found:
            raise Failed("the event names no version of a model: the rule is not the project's", "EVT-03")
        account, region = function.split(":")[4], os.environ["Region"]
        # Names in ARNs of SageMaker can be in lower case where the names are not.
        group = os.environ["ModelPackageGroupName"]
        named = detail.get("ModelPackageGroupName", group)
        if (found["account"], found["region"], found["group"].lower(), named) != (account, region, group.lower(), group):
            raise Failed(f"the event is about {package}, which is not of group {group} in {region}: the rule is not the project's", "EVT-03")
        return group, found["version"]


    class Trigger:
        """One event: the package it is about, and the invocation that was made for it."""

        def __init__(self, package, group, version, request):
            self.package, self.request = package, request
            self.claims = Claims(os.environ["ArtifactsBucket"], f"approvals/{group}/{version}.json")

        def act(self):
            """What came of it, and the address of the run where one is known."""
            state = self.look()
            if state != "Approved":
                # Whoever approves it again wants it deployed again.
                self.claims.release()
                return "released", None
            claim = {"state": "claimed", "request": self.request, "package": self.package, "at": int(time.time())}
            claim["since"] = claim["at"]
            etag = self.claims.make(claim)
            again = etag is None
            if again:
                there, etag = self.claims.read()
                if there["state"] == "dispatched":
                    return "already", there.get("run")
                young = there["state"] == "claimed" and there["request"] != self.request and time.time() - there["at"] < STALE
                if young:
                    # Its owner is at work or will be invoked again.
                    return "in progress", None
                claim |= {key: there[key] for key in ("since", "plain") if key in there}
                etag = self.claims.replace(claim, etag)
            return self.dispatch(claim, etag, again)

        def look(self):
            """The approval as it is now. A version that is gone is as good as one that is not approved."""
            client = boto3.client("sagemaker", region_name=os.environ["Region"], config=RETRIES)
            try:
                found = client.describe_model_package(ModelPackageName=self.package)
            except ClientError as problem:
                # The form of the ARN is right, so what is not valid is that it names nothing.
                if problem.response["Error"].get("Code") == "ValidationException":
                    return None
                raise
            status, approval = found.get("ModelPackageStatus"), found.get("ModelApprovalStatus")
            if approval == "Approved" and status != "Completed":
                raise Failed(f"{self.package} is approved, but its status is {status}")
            return approval

        def dispatch(self, claim, etag, again):
            """Starts the workflow, unless an earlier invocation has started it and did not come to say so."""
            try:
                workflow = Workflow(GitHub(os.environ.get("GitHubApiUrl") or "https://api.github.com", token()))
                run = workflow.run_since(claim["since"], self.package, "plain" in claim) if again else None
                outcome = "already" if run else "dispatched"
                if not run:
                    try:
                        run = workflow.start({} if "plain" in claim else {INPUT: self.package})
                    except UnexpectedInput:
                        # Known before the second request: the run that it makes has no ARN in its title.
                        claim["plain"] = True
                        etag = self.claims.replace(claim, etag)
                        report(
                            "warning", self.package, reason=f"{workflow.file} declares no input {INPUT}: it deploys the newest approved version"
                        )
                        run = workflow.start({})
            except Undecided:
                raise
            except Failed:
                # Nothing was started: the next event need not wait until the claim is stale.
                self.note(claim | {"state": "failed"}, etag)
                raise
            self.note(claim | {"state": "dispatched", "run": run}, etag)
            return outcome, run

        def note(self, claim, etag):
            """Writes down what came of it. If that fails, an invocation to come finds the run by looking."""
            try:
                self.claims.replace(claim, etag)
            except (Failed, BotoCoreError, ClientError) as problem:
                report("warning", self.package, reason=f"the claim could not be written: {problem}")


    RETRIES = Config(connect_timeout=5, read_timeout=TIMEOUT, retries={"mode": "standard", "max_attempts": 2})


    class Claims:
        """The object that says who dispatches for a version: made once, and changed only by who has read it."""

        def __init__(self, bucket, key):
            self.place = {"Bucket": bucket, "Key": key}
            self.client = boto3.client("s3", region_name=os.environ["Region"], config=RETRIES)
            self.condition = None
            # By hand, because a boto3 from before November 2024 does not know these headers.
            self.client.meta.events.register("before-sign.s3.PutObject", self._add_condition)

        def _add_condition(self, request, **_):
            if self.condition:
                name, value = self.condition
                del request.headers[name]
                request.headers[name] = value

        def _put(self, claim, condition):
            self.condition = condition
            try:
                body = json.dumps(claim, sort_keys=True).encode()
                return self.client.put_object(**self.place, Body=body, ContentType="application/json")["ETag"]
            finally:
                self.condition = None

        def make(self, claim):
            """The entity tag of a claim that was not there; None where one is."""
            try:
                return self._put(claim, ("If-None-Match", "*"))
            except ClientError as problem:
                if status(problem) == 412:
                    return None
                raise self._lost(problem) from problem

        def replace(self, claim, etag):
            """The entity tag of a claim in the place of the one that was read."""
            try:
                return self._put(claim, ("If-Match", etag))
            except ClientError as problem:
                raise self._lost(problem) from problem

        def read(self):
            """The claim that is there, and its entity tag."""
            try:
                found = self.client.get_object(**self.place)
                claim = json.loads(found["Body"].read())
                return {"state": claim["state"], "request": claim["request"], "at": float(claim["at"]), **claim}, found["ETag"]
            except ClientError as problem:
                raise self._lost(problem) from problem
            except (ValueError, TypeError, KeyError) as problem:
                raise Failed(f"{self.name} is not a claim that the trigger wrote; delete it to go on") from problem

        def release(self):
            self.client.delete_object(**self.place)

        @property
        def name(self):
            return "s3://{Bucket}/{Key}".format(**self.place)

        def _lost(self, problem):
            """Another invocation was faster: this one is repeated, and then sees what that one did."""
            if status(problem) in (404, 409, 412) and problem.response["Error"].get("Code") != "NoSuchBucket":
                return Undecided(f"{self.name} was changed by another invocation in the meantime")
            return problem


    def status(problem):
        return problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode")


    def token():
        """The token in the secret: JSON with a member `token`, or with one text, or the token alone."""
        name = os.environ["GitHubTokenSecretName"]
        client = boto3.client("secretsmanager", region_name=os.environ["Region"], config=RETRIES)
        try:
            text = client.get_secret_value(SecretId=name).get("SecretString")
        except ClientError as problem:
            error = problem.response["Error"]
            check = {"ResourceNotFoundException": "SEC-01", "InvalidRequestException": "SEC-02"}.get(error["Code"])
            if error["Code"].startswith("AccessDenied"):
                check = "SMR-17" if "KMS" in error.get("Message", "") else "SMR-16"
            raise Failed(f"secret {name} could not be read: {error['Code']}: {error.get('Message')}", check) from problem
        if text is None:
            raise Failed(f"secret {name} is binary: it has to be text", "SEC-07")
        shape, found = "text", text.strip()
        if found[:1] in ("{", "[", '"'):
            try:
                value = json.loads(found)
            except ValueError:
                raise Failed(f"secret {name} begins as JSON does and is none", "SEC-05") from None
            texts = [member for member in value.values() if isinstance(member, str)] if isinstance(value, dict) else []
            shape = f"JSON with {len(value)} members" if isinstance(value, dict) else "JSON that is no object"
            found = value.get("token") if isinstance(value, dict) and "token" in value else texts[0] if len(texts) == 1 else None
            found = found.strip() if isinstance(found, str) else ""
        # What is no header would be told in the error of who refuses it.
        if not re.fullmatch(r"[!-~]+", found):
            raise Failed(f'secret {name} is {shape}, and no token is in it: it has to be {{"token": "…"}}', "SEC-05")
        return found


    class _Stay(urllib.request.HTTPRedirectHandler):
        """Follows nothing by itself: a token goes to no other host, and no POST becomes a GET."""

        def redirect_request(self, *_):
            return None


    class GitHub:
        """GitHub's REST interface with the token."""

        def __init__(self, base, secret):
            self.base = base.rstrip("/")
            self._headers = {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {secret}",
                "Content-Type": "application/json",
                "User-Agent": "onramp-trigger",
                "X-GitHub-Api-Version": "2022-11-28",
            }
            self._opener = urllib.request.build_opener(_Stay)

        def ask(self, method, path, body=None):
            """Status, headers and body of an answer; the body is `{}` where there is none."""
            url = self.base + path
            for _ in range(4):
                code, headers, answer = self._send(method, url, body)
                target = urllib.parse.urljoin(url, headers.get("Location") or "")
                if method != "GET" or code not in (301, 302, 307, 308) or not headers.get("Location"):
                    return code, headers, answer
                if urllib.parse.urlsplit(target)[:2] != urllib.parse.urlsplit(url)[:2]:
                    raise Failed(f"GitHub sends on to another host: {urllib.parse.urlsplit(target).netloc}", "LAM-10")
                url = target
            raise Failed("GitHub sends on and on", "LAM-10")

        def _send(self, method, url, body):
            data = json.dumps(body).encode() if body is not None else None
            request = urllib.request.Request(url, data, self._headers, method=method)
            try:
                with self._opener.open(request, timeout=TIMEOUT) as response:
                    code, headers, answer = response.status, response.headers, response.read()
            except urllib.error.HTTPError as problem:
                code, headers = problem.code, problem.headers
                try:
                    answer = problem.read()
                except (OSError, http.client.HTTPException):
                    answer = b""
            except (OSError, http.client.HTTPException) as problem:
                raise Undecided(f"GitHub at {self.base} did not answer: {getattr(problem, 'reason', problem)}", "LAM-16") from problem
            try:
                parsed = json.loads(answer or b"{}")
            except ValueError:
                parsed = {}
            return code, headers, parsed if isinstance(parsed, dict) else {}


    class Workflow:
        """The deployment workflow, on the default branch of the repository."""

        def __init__(self, github):
            self.github = github
            self.file = os.environ["GitHubWorkflowNameForDeployment"]
            wanted = os.environ["DeployRepoName"]
            code, headers, found = github.ask("GET", f"/repos/{urllib.parse.quote(wanted)}")
            if code == 404:
                raise Failed(f"GitHub: the token does not see {wanted}, or it is not there", "SEC-11")
            if code != 200:
                raise refusal(code, headers, found, f"reading {wanted}")
            # A repository that was renamed answers under its new name, and a POST is not sent on.
            self.repository, self.branch = found.get("full_name", wanted), found.get("default_branch", "main")
            self.path = f"/repos/{urllib.parse.quote(self.repository)}/actions/workflows/{urllib.parse.quote(self.file)}"

        def run_since(self, moment, package, plain):
            """The address of a run that was started for the package since a moment; None where there is none.

            A run that was started without the input does not say for which package: `plain` takes any.
            """
            since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment - SKEW))
            query = urllib.parse.urlencode({"event": "workflow_dispatch", "created": f">={since}", "per_page": 100})
            code, headers, found = self.github.ask("GET", f"{self.path}/runs?{query}")
            if code == 404:
                raise self._absent()
            if code != 200:
                raise refusal(code, headers, found, f"listing runs of {self.file}")
            for run in found.get("workflow_runs", []):
                titles = (run.get("display_title") or "", run.get("name") or "")
                if plain or any(re.search(re.escape(package) + r"(?!\d)", title) for title in titles):
                    return run.get("html_url") or run.get("url")
            return None

        def start(self, inputs, details=True):
            """Starts it; the address of the run, or None where GitHub does not say it."""
            body = {"ref": self.branch, "inputs": inputs} | ({"return_run_details": True} if details else {})
            code, headers, found = self.github.ask("POST", f"{self.path}/dispatches", body)
            message = str(found.get("message", ""))
            if 200 <= code < 300:
                return found.get("html_url") or found.get("run_url")
            if code == 422 and details and "return_run_details" in json.dumps(found):
                return self.start(inputs, details=False)
            if code == 422 and inputs and "Unexpected inputs provided" in message:
                raise UnexpectedInput(message)
            if code == 404:
                raise self._absent()
            if code in (400, 401, 403, 422, 429):
                raise refusal(code, headers, found, f"starting {self.file} of {self.repository}")
            raise Undecided(f"GitHub: starting {self.file} of {self.repository}: {code} {message}".strip())

        def _absent(self):
            """Why the workflow's address says 404: the file is not there, or the token may only read."""
            code, *_ = self.github.ask("GET", self.path)
            if code == 200:
                reason = f"GitHub: the token may not start workflows of {self.repository}: it needs Actions: write"
                return Failed(reason, "SEC-11")
            reason = f"GitHub: there is no workflow {self.file} on {self.branch} of {self.repository} that the token sees"
            return Failed(reason, "LAM-10")


    def refusal(code, headers, found, doing):
        """GitHub's refusal in its own words."""
        message = str(found.get("message", "")) or "no reason given"
        reason = f"GitHub: {doing}: {code} {message}"
        if code >= 500 or 300 <= code < 400:
            return Undecided(reason)
        limited = headers.get("Retry-After") or headers.get("X-RateLimit-Remaining") == "0" or "rate limit" in message.lower()
        if code in (403, 429) and limited:
            return Failed(f"{reason} (limit of requests)")
        return Failed(reason, {401: "SEC-09", 403: "SEC-11"}.get(code, "LAM-10"))

    """##
}
