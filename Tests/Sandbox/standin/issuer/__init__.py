"""GitHub's OIDC issuer: keys that sign, claims as a job has them, and the address where a job asks for its token."""
