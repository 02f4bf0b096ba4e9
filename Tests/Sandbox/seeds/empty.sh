# A bare account: nobody has set anything up. On GitHub there is a person, their
# token, and an organization without repositories.
control PUT github <<'JSON'
{
  "users": {"ana": {"id": 4242, "name": "Ana"}},
  "organizations": {"octo-org": {"id": 583231, "plan": "team"}},
  "tokens": {
    "ghp_sandboxOperatorToken0000000000000000": {"login": "ana", "kind": "classic", "scopes": ["repo", "workflow", "read:org"]},
    "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000": {
      "login": "ana", "kind": "fine-grained", "repositories": ["octo-org/sagemaker-churn"],
      "permissions": {"metadata": "read", "actions": "write", "contents": "write", "workflows": "write"}
    }
  }
}
JSON
