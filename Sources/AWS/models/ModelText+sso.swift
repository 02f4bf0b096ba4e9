// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let sso = #"""
{"metadata":{"apiVersion":"2019-06-10","endpointPrefix":"portal.sso","jsonVersion":"1.1","protocol":"rest-json","serviceId":"SSO","signingName":"awsssoportal"},
"operations":{
"GetRoleCredentials":{"name":"GetRoleCredentials","http":{"method":"GET","requestUri":"/federation/credentials"},"input":{"shape":"GetRoleCredentialsRequest"},"output":{"shape":"GetRoleCredentialsResponse"},"errors":[{"shape":"InvalidRequestException"},{"shape":"UnauthorizedException"},{"shape":"TooManyRequestsException"},{"shape":"ResourceNotFoundException"}],"auth":["smithy.api#noAuth"],"authtype":"none","access":"read","action":"sso:GetRoleCredentials","cli":{"group":"sso","command":"get-role-credentials","arguments":{"roleName":"role-name","accountId":"account-id","accessToken":"access-token"}}}
},
"shapes":{
"AccessKeyType":{"type":"string"},
"AccessTokenType":{"type":"string","sensitive":true},
"AccountIdType":{"type":"string"},
"ExpirationTimestampType":{"type":"long"},
"GetRoleCredentialsRequest":{"type":"structure","required":["roleName","accountId","accessToken"],"members":{"roleName":{"shape":"RoleNameType","location":"querystring","locationName":"role_name"},"accountId":{"shape":"AccountIdType","location":"querystring","locationName":"account_id"},"accessToken":{"shape":"AccessTokenType","location":"header","locationName":"x-amz-sso_bearer_token"}}},
"GetRoleCredentialsResponse":{"type":"structure","members":{"roleCredentials":{"shape":"RoleCredentials"}}},
"InvalidRequestException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"ResourceNotFoundException":{"type":"structure","exception":true,"error":{"httpStatusCode":404},"members":{}},
"RoleCredentials":{"type":"structure","members":{"accessKeyId":{"shape":"AccessKeyType"},"secretAccessKey":{"shape":"SecretAccessKeyType"},"sessionToken":{"shape":"SessionTokenType"},"expiration":{"shape":"ExpirationTimestampType"}}},
"RoleNameType":{"type":"string"},
"SecretAccessKeyType":{"type":"string","sensitive":true},
"SessionTokenType":{"type":"string","sensitive":true},
"TooManyRequestsException":{"type":"structure","exception":true,"error":{"httpStatusCode":429},"members":{}},
"UnauthorizedException":{"type":"structure","exception":true,"error":{"httpStatusCode":401},"members":{}}
},"waiters":{}}
"""#

  static let sso_rules = #"""
{"parameters":{"Region":{"builtIn":"AWS::Region"},"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]},{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://portal.sso-fips.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"conditions":[{"fn":"stringEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"name"]},"aws-us-gov"]}],"endpoint":{"url":"https://portal.sso.{Region}.amazonaws.com"}},{"endpoint":{"url":"https://portal.sso-fips.{Region}.{PartitionResult#dnsSuffix}"}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://portal.sso.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://portal.sso.{Region}.{PartitionResult#dnsSuffix}"}}]}]},{"error":"Invalid Configuration: Missing Region"}]}
"""#
}
