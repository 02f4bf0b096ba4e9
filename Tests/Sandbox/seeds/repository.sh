# Sourced by other seeds: a repository made after immutable subjects became the rule.
control PUT github <<'JSON'
{
  "users": {"ana": {"id": 4242, "name": "Ana"}, "ben": {"id": 4343, "name": "Ben"}},
  "organizations": {"octo-org": {"id": 583231, "plan": "team"}},
  "tokens": {
    "ghp_sandboxOperatorToken0000000000000000": {"login": "ana", "kind": "classic", "scopes": ["repo", "workflow", "read:org"]},
    "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000": {
      "login": "ana", "kind": "fine-grained", "repositories": ["octo-org/sagemaker-churn"],
      "permissions": {"metadata": "read", "actions": "write", "contents": "write", "workflows": "write"}
    }
  },
  "repositories": {
    "octo-org/sagemaker-churn": {
      "id": 1296269, "private": false, "default_branch": "main", "created_at": "2026-09-02T08:30:00Z",
      "branches": {"main": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": true}},
      "oidc": {"use_default": true, "use_immutable_subject": true},
      "actions": {"enabled": true, "allowed_actions": "all"}
    },
    "octo-org/website": {
      "id": 1300192, "private": true, "default_branch": "main", "created_at": "2019-03-04T10:00:00Z",
      "branches": {"main": {"sha": "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d", "protected": true}}
    }
  }
}
JSON
