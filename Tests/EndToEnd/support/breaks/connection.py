"""How the connection to GitHub goes wrong: none, several, not confirmed, not tagged, of another place or host."""

from support.breaks.rows import row
from support.world import ACCOUNT, REGION

NAME = "churn-github"
FAMILIES = ("codeconnections", "codestar-connections")


def client(world):
    """The service under its present name."""
    return world.boto(FAMILIES[0])


def arn(world, name=NAME):
    """The ARN of the connection of a name."""
    return next(one["ConnectionArn"] for one in client(world).list_connections()["Connections"] if one["ConnectionName"] == name)


def created(world, name=NAME, provider="GitHub", family=FAMILIES[0], tags=(("sagemaker", "true"),)):
    """A person makes one, and finishes its handshake."""
    made = world.boto(family).create_connection(
        ConnectionName=name, ProviderType=provider, Tags=[{"Key": key, "Value": value} for key, value in tags]
    )["ConnectionArn"]
    world.control("POST", "connection", {"arn": made, "status": "AVAILABLE"})
    return made


def deleted(world):
    """A person deletes it."""
    client(world).delete_connection(ConnectionArn=arn(world))


def another(world):
    """A person makes another one, tagged too, and none is named."""
    world.meant = arn(world)
    created(world, "web-github")


def meant(world):
    """The setup file names the right one."""
    world.edit(project__connection=world.meant)


def named(text):
    """The setup file names another one."""

    def do(world):
        world.meant = arn(world)
        world.edit(project__connection=text(world) if callable(text) else text)

    return do


def status(word):
    """GitHub, or a person, brings it into another state."""
    return lambda world: world.control("POST", "connection", {"arn": arn(world), "status": word})


def tagged(value):
    """A person changes its tag, or takes it away."""

    def do(world):
        client(world).untag_resource(ResourceArn=arn(world), TagKeys=["sagemaker"])
        if value:
            client(world).tag_resource(ResourceArn=arn(world), Tags=[{"Key": "sagemaker", "Value": value}])

    return do


def of_another_host(world):
    """The setup file names a connection to another host."""
    world.meant = arn(world)
    world.edit(project__connection=created(world, "churn-mirror", "Bitbucket"))


def namesake(world):
    """A person makes another one of the same name, and the setup file names the first."""
    world.meant = arn(world)
    world.second = created(world)
    world.edit(project__connection=world.meant)


def alone(world):
    """The second one is deleted again."""
    client(world).delete_connection(ConnectionArn=world.second)


def of_the_older_family(world):
    """It is made anew, under the service's older name."""
    deleted(world)
    created(world, family=FAMILIES[1])


ROWS = [
    row("CON-01", "deleted", deleted, f"no connection to GitHub in {REGION}"),
    row("CON-01", "two are tagged, and none is named", another, f"{NAME}, web-github", mend=meant),
    row(
        "CON-01",
        "the setup file names one that is not there",
        named(f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/aEXAMPLE-8aad-4d5d-8878-dfcab0bc441f"),
        "no connection arn:aws:codeconnections:",
        mend=meant,
    ),
    row("CON-03", "GitHub's app was removed", status("ERROR"), "ERROR", mend=status("AVAILABLE")),
    row("CON-04", "the tag is taken off", tagged(None), "no tag sagemaker"),
    row("CON-04", "the tag is written with a capital letter", tagged("True"), "sagemaker=True"),
    row(
        "CON-05",
        "the setup file names one of another Region",
        named(lambda world: arn(world).replace(REGION, "eu-west-1")),
        f"{ACCOUNT}, eu-west-1",
        mend=meant,
    ),
    row("CON-06", "it leads to Bitbucket", of_another_host, "Bitbucket", mend=meant),
    row("CON-07", "the setup file holds the id alone", named(lambda world: arn(world).split("/")[1]), "alone", mend=meant),
    row("CON-10", "two of one name", namesake, "connection/", mend=alone),
]

# What only informs: the status stays, and what was found says it.
REMARKS = [
    row("CON-08", "made anew under the service's older name", of_the_older_family, "codestar-connections"),
]

# What waits for a person, and is no mistake of anybody's.
WAITS = [
    row("CON-02", "nobody finished its handshake", status("PENDING"), "PENDING", mend=status("AVAILABLE")),
]
