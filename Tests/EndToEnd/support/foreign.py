"""Things of other people inside the very resources onramp changes: they must outlive every fix."""

import json

from support.breaks.rows import HEALTHY_POLICY, domain_of, trust
from support.world import ACCOUNT, BUCKET, KEY, LOCATION, PROVIDER, ROLE, VISIBLE

CORS = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://tools.example.com"], "MaxAgeSeconds": 600, "ID": "tools"}
SHARED = f"arn:aws:iam::{ACCOUNT}:role/analytics/AnalyticsNotebook"
READERS = {
    "Sid": "Readers",
    "Effect": "Allow",
    "Principal": {"AWS": SHARED},
    "Action": "s3:GetObject",
    "Resource": f"arn:aws:s3:::{BUCKET}/*",
}
SECRET = "sagemaker-github-token"
KEEPERS = {"Sid": "Keepers", "Effect": "Allow", "Principal": {"AWS": SHARED}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
TRUST = {**trust("repo:octo-org/website:ref:refs/heads/main")["Statement"][0], "Sid": "Website"}
STUDIO = "AmazonSageMaker-ExecutionRole-20260801T090000"
# A role of theirs asks for an audience of theirs.
PREVIEW = trust("repo:octo-org/website:pull_request", audience="other.example.com")
INLINE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:GetLogEvents", "Resource": "*"}]}


def plant(world):
    """Puts one of each into the account."""
    s3, iam, sagemaker = (world.boto(name) for name in ("s3", "iam", "sagemaker"))
    rules = s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [CORS, *rules]})
    tags = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": [*tags, {"Key": "page", "Value": "template"}]})
    try:
        tags = s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]
    except s3.exceptions.ClientError:
        tags = []
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [*tags, {"Key": "team", "Value": "ml"}]})
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    policy["Statement"].append(READERS)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    secrets = world.boto("secretsmanager")
    secrets.tag_resource(SecretId=SECRET, Tags=[{"Key": "team", "Value": "ml"}])
    secrets.put_resource_policy(SecretId=SECRET, ResourcePolicy=json.dumps({"Version": "2012-10-17", "Statement": [KEEPERS]}))
    _, domain = domain_of(world)
    sagemaker.add_tags(ResourceArn=domain, Tags=[{"Key": "team", "Value": "ml"}])
    document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    document["Statement"].append(TRUST)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(document))
    iam.put_role_policy(RoleName=ROLE, PolicyName="Others", PolicyDocument=json.dumps(INLINE))
    iam.put_role_policy(RoleName=STUDIO, PolicyName="Others", PolicyDocument=json.dumps(INLINE))
    iam.tag_role(RoleName=ROLE, Tags=[{"Key": "team", "Value": "ml"}])
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, Tags=[{"Key": "team", "Value": "platform"}])
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, ClientID="other.example.com")
    if "WebsitePreview" not in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
        iam.create_role(RoleName="WebsitePreview", AssumeRolePolicyDocument=json.dumps(PREVIEW))


def seen(world):
    """What of it still stands, by name, each as it stands; what is gone is left out."""
    s3, iam, sagemaker = (world.boto(name) for name in ("s3", "iam", "sagemaker"))

    secrets = world.boto("secretsmanager")

    def pick(look):
        try:
            return look()
        except (s3.exceptions.ClientError, secrets.exceptions.ClientError, iam.exceptions.ClientError, StopIteration):
            return None

    def tags(answer, *ours):
        return sorted((tag["Key"], tag["Value"]) for tag in answer if tag["Key"] not in ours) or None

    def statements(document, name):
        return next(s for s in document["Statement"] if s.get("Sid") == name)

    _, domain = domain_of(world)
    looks = {
        "CORS rule": lambda: next(r for r in s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"] if r.get("ID") == "tools"),
        "object tags": lambda: tags(s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"], VISIBLE, "onramp:setup"),
        "bucket tags": lambda: tags(s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"], "onramp:setup"),
        "bucket policy": lambda: statements(json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"]), "Readers"),
        "domain tags": lambda: tags(
            (tag for tag in sagemaker.list_tags(ResourceArn=domain)["Tags"] if "emplatesLocation" not in tag["Key"]), LOCATION
        ),
        "secret tags": lambda: tags(secrets.describe_secret(SecretId=SECRET).get("Tags", []), "onramp:setup"),
        "secret policy": lambda: statements(
            json.loads(secrets.get_resource_policy(SecretId=SECRET).get("ResourcePolicy", '{"Statement": []}')), "Keepers"
        ),
        "trust statement": lambda: statements(iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"], "Website"),
        "role": lambda: iam.get_role(RoleName="WebsitePreview")["Role"]["AssumeRolePolicyDocument"],
        "inline policy": lambda: iam.get_role_policy(RoleName=ROLE, PolicyName="Others")["PolicyDocument"],
        "policy of the execution role": lambda: iam.get_role_policy(RoleName=STUDIO, PolicyName="Others")["PolicyDocument"],
        "role tags": lambda: tags(iam.list_role_tags(RoleName=ROLE)["Tags"], "onramp:setup"),
        "provider tags": lambda: tags(iam.get_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER).get("Tags", []), "onramp:setup"),
        "audiences": lambda: (
            "other.example.com" in iam.get_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)["ClientIDList"] or None
        ),
        "healthy policy": lambda: bool(iam.get_role_policy(RoleName=ROLE, PolicyName=HEALTHY_POLICY)) or None,
    }
    return {name: value for name, look in looks.items() if (value := pick(look)) is not None}
