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
}}
"""#
}
