# The environment of the deploy job waits for a reviewer.
curl --silent --fail "$AWS_ENDPOINT_URL/_sandbox/state" | python3 -c '
import json, sys
github = json.load(sys.stdin)["github"]
github["repositories"]["octo-org/sagemaker-churn"]["environments"] = {"production": {"reviewers": [{"type": "User", "id": 4242}]}}
json.dump(github, sys.stdout)' | control PUT github
