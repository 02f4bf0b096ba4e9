"""A stand-in for the part of GitHub's REST API (2022-11-28) that onboarding touches."""
