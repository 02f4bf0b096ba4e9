# The two workflow files of the project, each of which ran once.
mkdir -p "$FILES/workflows"
cat > "$FILES/workflows/build.yml" <<'YAML'
name: Build
on:
  push:
    branches: [main]
    paths: ["pipelines/**"]
permissions:
  id-token: write
  contents: read
concurrency:
  group: build
env:
  AWS_REGION: us-east-1
  SAGEMAKER_PROJECT_NAME: churn
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          role-to-assume: ${{ secrets.AWS_ROLE_ARN }}
          role-session-name: build-${{ github.run_id }}
          aws-region: ${{ env.AWS_REGION }}
      - run: python -m pipelines.run
        env:
          EXECUTION_ROLE: ${{ secrets.SAGEMAKER_EXECUTION_ROLE_ARN }}
YAML
cat > "$FILES/workflows/deploy.yml" <<'YAML'
name: Deploy
on:
  workflow_dispatch:
permissions:
  id-token: write
  contents: read
concurrency:
  group: deploy
env:
  AWS_REGION: us-east-1
  SAGEMAKER_PROJECT_NAME: churn
jobs:
  staging:
    runs-on: ubuntu-24.04
    steps: &deploy
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          role-to-assume: ${{ secrets.AWS_ROLE_ARN }}
          role-session-name: deploy-${{ github.run_id }}
          aws-region: ${{ env.AWS_REGION }}
      - run: python deploy.py
  production:
    needs: staging
    runs-on: ubuntu-24.04
    environment: production
    steps: *deploy
YAML
curl --silent --fail "$AWS_ENDPOINT_URL/_sandbox/state" | python3 -c '
import json, pathlib, sys
github = json.load(sys.stdin)["github"]
repository = github["repositories"]["octo-org/sagemaker-churn"]
files = {file.name: file.read_text() for file in sorted(pathlib.Path(sys.argv[1]).iterdir())}
repository["files"] = {f".github/workflows/{name}": text for name, text in files.items()}
repository["runs"] = [
    {"workflow": name, "event": event, "branch": "main", "status": "completed", "conclusion": "success",
     "created_at": "2026-11-20T09:00:00Z", "jobs": [{"name": "deploy", "conclusion": "success", "log": ""}]}
    for name, event in (("build.yml", "push"), ("deploy.yml", "workflow_dispatch"))
]
json.dump(github, sys.stdout)' "$FILES/workflows" | control PUT github
