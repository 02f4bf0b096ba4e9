extension WorkflowTemplates {
  /// The workflow files before a setup's values are filled in. Written by `embed`; edit the files in `workflows` beside this one.
  static let files: [String: String] = [
    "build.yml": buildYml,
    "deploy.yml": deployYml,
    "sign-in.yml": signInYml,
  ]

  private static let buildYml = ##"""
    # Trains a model by the project's pipeline and registers it. Whoever approves the version in SageMaker starts the deployment.
    name: Build

    on:
      push:
        branches:
          - <BRANCH>
        paths:
          - pipelines/**
          - data/**
      workflow_dispatch:

    # No job has a right that it does not name.
    permissions: {}

    env:
      AWS_REGION: <REGION>
      SAGEMAKER_PROJECT_NAME: <PROJECT>

    jobs:
      Build:
        name: Train and register a model
        runs-on: ubuntu-24.04
        timeout-minutes: 150
        # Two builds would bring one pipeline up to date at once. One that runs is never cancelled.
        concurrency:
          group: build
          cancel-in-progress: false
          queue: <QUEUE?>
        permissions:
          id-token: write # to sign in to AWS
          contents: read # to check out this repository
        steps:
          - name: Check out
            uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
            with:
              persist-credentials: false
          - name: Set up Python
            uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
            with:
              python-version: "3.12"
          - name: Install
            run: pip install --require-hashes -r requirements.txt
          - name: Test
            run: python -m unittest discover -s tests
          - name: Sign in to AWS
            uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
            with:
              role-to-assume: <ROLE>
              role-session-name: build-${{ github.run_id }}-${{ github.run_attempt }}
              # A pipeline that takes longer needs a longer session: access.max_session of onramp.yaml.
              role-duration-seconds: <SESSION>
              audience: <AUDIENCE?>
              aws-region: ${{ env.AWS_REGION }}
              allowed-account-ids: <ACCOUNT?>
          - name: Run the pipeline
            run: python -m pipelines.run
            env:
              IMAGE_URI: ${{ vars.IMAGE_URI }}
              MAX_RMSE: ${{ vars.MAX_RMSE }}

    """##

  private static let deployYml = ##"""
    # Deploys an approved version of the model: to staging, and, once that answers and the environment's reviewers agree, to production.
    name: Deploy

    # The project's trigger looks for the version here, so that an approval starts one run.
    run-name: Deploy ${{ inputs.model-package }}

    on:
      workflow_dispatch:
        inputs:
          model-package:
            description: ARN of the version to deploy; empty for the one approved last
            required: false
            type: string

    # No job has a right that it does not name.
    permissions: {}

    env:
      AWS_REGION: <REGION>
      SAGEMAKER_PROJECT_NAME: <PROJECT>

    jobs:
      StagingDeploy:
        name: Deploy to staging
        runs-on: ubuntu-24.04
        timeout-minutes: 60
        # One deployment at a time. One that runs is never cancelled.
        concurrency:
          group: staging
          cancel-in-progress: false
          queue: <QUEUE?>
        permissions:
          id-token: write # to sign in to AWS
          contents: read # to check out this repository
        outputs:
          model-package: ${{ steps.resolve.outputs.model-package }}
        steps:
          - name: Check out
            uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
            with:
              persist-credentials: false
          - name: Set up Python
            uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
            with:
              python-version: "3.12"
          - name: Install
            run: pip install --require-hashes -r requirements.txt
          - name: Test
            run: python -m unittest discover -s tests
          - name: Sign in to AWS
            uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
            with:
              role-to-assume: <ROLE>
              role-session-name: staging-${{ github.run_id }}-${{ github.run_attempt }}
              role-duration-seconds: <SESSION>
              audience: <AUDIENCE?>
              aws-region: ${{ env.AWS_REGION }}
              allowed-account-ids: <ACCOUNT?>
          - name: Find the approved version
            id: resolve
            run: python -m deploy.deploy resolve --package "$MODEL_PACKAGE"
            env:
              MODEL_PACKAGE: ${{ inputs.model-package }}
          - name: Deploy
            run: python -m deploy.deploy deploy --stage staging --package "$MODEL_PACKAGE"
            env:
              MODEL_PACKAGE: ${{ steps.resolve.outputs.model-package }}
          - name: Smoke test
            run: python -m deploy.smoke --stage staging

      ProductionDeploy:
        name: Deploy to production
        # Staging deployed this version and passed its smoke test.
        needs: StagingDeploy
        runs-on: ubuntu-24.04
        timeout-minutes: 60
        environment: <ENVIRONMENT>
        concurrency:
          group: production
          cancel-in-progress: false
          queue: <QUEUE?>
        permissions:
          id-token: write # to sign in to AWS
          contents: read # to check out this repository
        steps:
          - name: Check out
            uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
            with:
              persist-credentials: false
          - name: Set up Python
            uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
            with:
              python-version: "3.12"
          - name: Install
            run: pip install --require-hashes -r requirements.txt
          - name: Sign in to AWS
            uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
            with:
              role-to-assume: <ROLE>
              role-session-name: production-${{ github.run_id }}-${{ github.run_attempt }}
              role-duration-seconds: <SESSION>
              audience: <AUDIENCE?>
              aws-region: ${{ env.AWS_REGION }}
              allowed-account-ids: <ACCOUNT?>
          - name: Deploy
            run: python -m deploy.deploy deploy --stage production --package "$MODEL_PACKAGE"
            env:
              MODEL_PACKAGE: ${{ needs.StagingDeploy.outputs.model-package }}
          - name: Smoke test
            run: python -m deploy.smoke --stage production

    """##

  private static let signInYml = ##"""
    # Shows that a job of this repository gets into AWS by its role, without an access key. It changes nothing.
    name: Sign in to AWS

    on:
      push:
        branches:
          - <BRANCH>
        paths:
          - .github/workflows/sign-in.yml
      workflow_dispatch:

    # No job has a right that it does not name.
    permissions: {}

    env:
      AWS_REGION: <REGION>

    jobs:
      SignIn:
        name: Sign in and say who it is
        runs-on: ubuntu-24.04
        timeout-minutes: 10
        environment: <ENVIRONMENT?>
        concurrency:
          group: sign-in
          cancel-in-progress: false
        permissions:
          id-token: write # to sign in to AWS
        steps:
          - name: Sign in to AWS
            uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
            with:
              role-to-assume: <ROLE>
              role-session-name: sign-in-${{ github.run_id }}-${{ github.run_attempt }}
              audience: <AUDIENCE?>
              aws-region: ${{ env.AWS_REGION }}
              allowed-account-ids: <ACCOUNT?>
          - name: Say who the job is in AWS
            run: |
              aws sts get-caller-identity
              if [[ -v EXECUTION_ROLE_ARN && ! $EXECUTION_ROLE_ARN =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$ ]]; then
                echo "::error::This repository's settings have no ARN of SageMaker's execution role where this file reads it."
                exit 1
              fi
            env:
              AWS_PAGER: ""
              EXECUTION_ROLE_ARN: <EXECUTION_ROLE?>

    """##
}
