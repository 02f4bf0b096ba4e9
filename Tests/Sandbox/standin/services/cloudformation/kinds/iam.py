"""Roles, policies and identity providers."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends

from ....aws.credentials import PARTITION
from .kind import Kind, Properties, Work, differs, number, pairs, tag_changes, tags

HOLDERS = {"Roles": ("Role", "RoleName"), "Users": ("User", "UserName"), "Groups": ("Group", "GroupName")}


class Role(Kind):
    """AWS::IAM::Role."""

    type = "AWS::IAM::Role"
    properties = "RoleName Path AssumeRolePolicyDocument Description MaxSessionDuration PermissionsBoundary ManagedPolicyArns Policies Tags"
    anew = "RoleName Path"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("RoleName") or work.name()
        work.call(
            "iam", "CreateRole", RoleName=name, Path=p.get("Path"), AssumeRolePolicyDocument=json.dumps(p["AssumeRolePolicyDocument"]),
            Description=p.get("Description"), MaxSessionDuration=number(p.get("MaxSessionDuration")),
            PermissionsBoundary=p.get("PermissionsBoundary"), Tags=pairs(tags(p)),
        )  # fmt: skip
        work.made(name)
        self._mark(work)
        self._attach(work, {}, p)

    def _mark(self, work: Work) -> None:
        """Tags that nobody but AWS may set: whose stack it is."""
        role = iam_backends[work.stack.account][PARTITION].get_role(work.id)
        own = {"stack-name": work.stack.name, "stack-id": work.stack.id, "logical-id": work.resource.logical}
        role.tags = [*role.tags, *({"Key": f"aws:cloudformation:{part}", "Value": value} for part, value in own.items())]

    def _attach(self, work: Work, old: Properties, new: Properties) -> None:
        before, after = old.get("ManagedPolicyArns", []), new.get("ManagedPolicyArns", [])
        for arn in [arn for arn in before if arn not in after]:
            work.gone("iam", "DetachRolePolicy", RoleName=work.id, PolicyArn=arn)
        for arn in [arn for arn in after if arn not in before]:
            work.call("iam", "AttachRolePolicy", RoleName=work.id, PolicyArn=arn)
        inline, wanted = ({policy["PolicyName"]: policy["PolicyDocument"] for policy in side.get("Policies", [])} for side in (old, new))
        for name in [name for name in inline if name not in wanted]:
            work.gone("iam", "DeleteRolePolicy", RoleName=work.id, PolicyName=name)
        for name, document in wanted.items():
            if inline.get(name) != document:
                work.call("iam", "PutRolePolicy", RoleName=work.id, PolicyName=name, PolicyDocument=json.dumps(document))

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if differs(old, new, "AssumeRolePolicyDocument"):
            document = json.dumps(new["AssumeRolePolicyDocument"])
            work.call("iam", "UpdateAssumeRolePolicy", RoleName=work.id, PolicyDocument=document)
        if differs(old, new, "Description", "MaxSessionDuration"):
            seconds = number(new.get("MaxSessionDuration", 3600))
            work.call("iam", "UpdateRole", RoleName=work.id, Description=new.get("Description", ""), MaxSessionDuration=seconds)
        if differs(old, new, "PermissionsBoundary") and new.get("PermissionsBoundary"):
            work.call("iam", "PutRolePermissionsBoundary", RoleName=work.id, PermissionsBoundary=new["PermissionsBoundary"])
        elif differs(old, new, "PermissionsBoundary"):
            work.call("iam", "DeleteRolePermissionsBoundary", RoleName=work.id)
        self._attach(work, old, new)
        put, taken = tag_changes(old, new)
        if put:
            work.call("iam", "TagRole", RoleName=work.id, Tags=pairs(put))
        if taken:
            work.call("iam", "UntagRole", RoleName=work.id, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        # What others attached to it stays attached, and then IAM refuses the deletion.
        self._attach(work, p, {})
        work.gone("iam", "DeleteRole", RoleName=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        role = work.call("iam", "GetRole", RoleName=work.id)["Role"]
        return {"Arn": role["Arn"], "RoleId": role["RoleId"]}


class _Attached(Kind):
    def hold(self, work: Work, old: Properties, new: Properties) -> None:
        """Ends and makes what ties a policy to its holders."""
        for member, (noun, field) in HOLDERS.items():
            before, after = old.get(member, []), new.get(member, [])
            for name in [name for name in before if name not in after]:
                self.untie(work, noun, {field: name}, old)
            for name in [name for name in after if self.ties_again(old, new) or name not in before]:
                self.tie(work, noun, {field: name}, new)

    def ties_again(self, old: Properties, new: Properties) -> bool:
        """Whether those that hold it already have to be given it again."""
        return False

    def tie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        raise NotImplementedError

    def untie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        raise NotImplementedError


class ManagedPolicy(_Attached):
    """AWS::IAM::ManagedPolicy: an update is a new version."""

    type = "AWS::IAM::ManagedPolicy"
    properties = "ManagedPolicyName Path Description PolicyDocument Roles Users Groups Tags"
    anew = "ManagedPolicyName Path Description"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("ManagedPolicyName") or work.name(128)
        made = work.call(
            "iam", "CreatePolicy", PolicyName=name, Path=p.get("Path"), Description=p.get("Description"),
            PolicyDocument=json.dumps(p["PolicyDocument"]), Tags=pairs(tags(p)),
        )  # fmt: skip
        work.made(made["Policy"]["Arn"])
        self.hold(work, {}, p)

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if differs(old, new, "PolicyDocument"):
            versions = self._others(work)
            if len(versions) >= 4:
                work.call("iam", "DeletePolicyVersion", PolicyArn=work.id, VersionId=versions[-1])
            document = json.dumps(new["PolicyDocument"])
            work.call("iam", "CreatePolicyVersion", PolicyArn=work.id, PolicyDocument=document, SetAsDefault=True)
        self.hold(work, old, new)
        put, taken = tag_changes(old, new)
        if put:
            work.call("iam", "TagPolicy", PolicyArn=work.id, Tags=pairs(put))
        if taken:
            work.call("iam", "UntagPolicy", PolicyArn=work.id, TagKeys=taken)

    def _others(self, work: Work) -> list[str]:
        """The versions that are not in force, the oldest last."""
        found = work.call("iam", "ListPolicyVersions", PolicyArn=work.id)["Versions"]
        return sorted((v["VersionId"] for v in found if not v["IsDefaultVersion"]), key=lambda name: -int(name[1:]))

    def delete(self, work: Work, p: Properties) -> None:
        self.hold(work, p, {})
        for version in self._others(work):
            work.gone("iam", "DeletePolicyVersion", PolicyArn=work.id, VersionId=version)
        work.gone("iam", "DeletePolicy", PolicyArn=work.id)

    def tie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        work.call("iam", f"Attach{noun}Policy", **holder, PolicyArn=work.id)

    def untie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        work.gone("iam", f"Detach{noun}Policy", **holder, PolicyArn=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        policy = work.call("iam", "GetPolicy", PolicyArn=work.id)["Policy"]
        return {"PolicyArn": work.id, "PolicyId": policy["PolicyId"], "DefaultVersionId": policy["DefaultVersionId"]}


class Policy(_Attached):
    """AWS::IAM::Policy: an inline policy of each holder."""

    type = "AWS::IAM::Policy"
    properties = "PolicyName PolicyDocument Roles Users Groups"
    anew = "PolicyName"
    tagged = False

    def create(self, work: Work, p: Properties) -> None:
        work.made(p["PolicyName"])
        self.hold(work, {}, p)

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        self.hold(work, old, new)

    def delete(self, work: Work, p: Properties) -> None:
        self.hold(work, p, {})

    def ties_again(self, old: Properties, new: Properties) -> bool:
        return differs(old, new, "PolicyDocument")

    def tie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        work.call("iam", f"Put{noun}Policy", **holder, PolicyName=p["PolicyName"], PolicyDocument=json.dumps(p["PolicyDocument"]))

    def untie(self, work: Work, noun: str, holder: dict[str, str], p: Properties) -> None:
        work.gone("iam", f"Delete{noun}Policy", **holder, PolicyName=p["PolicyName"])


class OIDCProvider(Kind):
    """AWS::IAM::OIDCProvider."""

    type = "AWS::IAM::OIDCProvider"
    properties = "Url ClientIdList ThumbprintList Tags"
    anew = "Url"

    def create(self, work: Work, p: Properties) -> None:
        made = work.call(
            "iam", "CreateOpenIDConnectProvider", Url=p.get("Url"), ClientIDList=p.get("ClientIdList"),
            ThumbprintList=p.get("ThumbprintList"), Tags=pairs(tags(p)),
        )  # fmt: skip
        work.made(made["OpenIDConnectProviderArn"])

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        this = {"OpenIDConnectProviderArn": work.id}
        before, after = old.get("ClientIdList", []), new.get("ClientIdList", [])
        for name in [name for name in after if name not in before]:
            work.call("iam", "AddClientIDToOpenIDConnectProvider", **this, ClientID=name)
        for name in [name for name in before if name not in after]:
            work.call("iam", "RemoveClientIDFromOpenIDConnectProvider", **this, ClientID=name)
        if differs(old, new, "ThumbprintList") and new.get("ThumbprintList"):
            work.call("iam", "UpdateOpenIDConnectProviderThumbprint", **this, ThumbprintList=new["ThumbprintList"])
        put, taken = tag_changes(old, new)
        if put:
            work.call("iam", "TagOpenIDConnectProvider", **this, Tags=pairs(put))
        if taken:
            work.call("iam", "UntagOpenIDConnectProvider", **this, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("iam", "DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.call("iam", "GetOpenIDConnectProvider", OpenIDConnectProviderArn=work.id)
        return {"Arn": work.id}


KINDS = (Role(), ManagedPolicy(), Policy(), OIDCProvider())
