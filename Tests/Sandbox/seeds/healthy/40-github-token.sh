# The secret by a file, not on the command line; the file is the sandbox's own.
printf '{"token":"%s"}' github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000 > "$FILES/github-token.json"
aws secretsmanager create-secret --name sagemaker-github-token --description "GitHub token for SageMaker MLOps" \
  --secret-string "file://$FILES/github-token.json"
