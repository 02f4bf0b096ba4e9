"""An account with many more roles, buckets, domains and secrets than a setup needs."""

import json

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


def sizes(world):
    """How many of each kind there are."""
    iam, sagemaker, secrets = world.boto("iam"), world.boto("sagemaker"), world.boto("secretsmanager")
    return {
        "roles": sum(len(page["Roles"]) for page in iam.get_paginator("list_roles").paginate()),
        "buckets": len(world.boto("s3").list_buckets()["Buckets"]),
        "domains": sum(len(page["Domains"]) for page in sagemaker.get_paginator("list_domains").paginate()),
        "secrets": sum(len(page["SecretList"]) for page in secrets.get_paginator("list_secrets").paginate()),
    }


def grow(world, factor):
    """Makes the account as many times as large, with things that are nobody's business here."""
    iam, s3 = world.boto("iam"), world.boto("s3")
    sagemaker, secrets = world.boto("sagemaker"), world.boto("secretsmanager")
    make = {
        "roles": lambda name: iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST),
        "buckets": lambda name: s3.create_bucket(Bucket=name),
        "domains": lambda name: sagemaker.create_domain(
            DomainName=name,
            AuthMode="IAM",
            VpcId="vpc-0a1b2c3d",
            SubnetIds=["subnet-0a1b2c3d"],
            DefaultUserSettings={"ExecutionRole": "arn:aws:iam::123456789012:role/service-role/other"},
        ),
        "secrets": lambda name: secrets.create_secret(Name=name, SecretString="nothing"),
    }
    for kind, number in sizes(world).items():
        for index in range(number * (factor - 1)):
            make[kind](f"other-{kind}-{index:04}")
    return sizes(world)


def crowd(world, profiles, policies):
    """Gives the domain users, and its role policies: what is looked at one by one, and at once."""
    sagemaker, iam = world.boto("sagemaker"), world.boto("iam")
    domain = sagemaker.list_domains()["Domains"][0]["DomainId"]
    role = sagemaker.describe_domain(DomainId=domain)["DefaultUserSettings"]["ExecutionRole"].split("/")[-1]
    for index in range(profiles):
        sagemaker.create_user_profile(DomainId=domain, UserProfileName=f"person-{index:02}")
    document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}]})
    for index in range(policies):
        iam.put_role_policy(RoleName=role, PolicyName=f"Other-{index:02}", PolicyDocument=document)
