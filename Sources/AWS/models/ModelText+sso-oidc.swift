// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let sso_oidc = #"""
{"metadata":{"apiVersion":"2019-06-10","endpointPrefix":"oidc","jsonVersion":"1.1","protocol":"rest-json","serviceId":"SSO OIDC","signingName":"sso-oauth"},
"operations":{
"CreateToken":{"name":"CreateToken","http":{"method":"POST","requestUri":"/token"},"input":{"shape":"CreateTokenRequest"},"output":{"shape":"CreateTokenResponse"},"errors":[{"shape":"InvalidRequestException"},{"shape":"InvalidClientException"},{"shape":"InvalidGrantException"},{"shape":"UnauthorizedClientException"},{"shape":"UnsupportedGrantTypeException"},{"shape":"InvalidScopeException"},{"shape":"AuthorizationPendingException"},{"shape":"SlowDownException"},{"shape":"AccessDeniedException"},{"shape":"ExpiredTokenException"},{"shape":"InternalServerException"}],"auth":["smithy.api#noAuth"],"authtype":"none","access":"write","action":"sso-oidc:CreateToken","cli":{"group":"sso-oidc","command":"create-token","arguments":{"clientId":"client-id","clientSecret":"client-secret","grantType":"grant-type","deviceCode":"device-code","code":"code","refreshToken":"refresh-token","scope":"scope","redirectUri":"redirect-uri","codeVerifier":"code-verifier"}}}
},
"shapes":{
"AccessDeniedException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"AccessToken":{"type":"string","sensitive":true},
"AuthCode":{"type":"string"},
"AuthorizationPendingException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"ClientId":{"type":"string"},
"ClientSecret":{"type":"string","sensitive":true},
"CodeVerifier":{"type":"string","sensitive":true},
"CreateTokenRequest":{"type":"structure","required":["clientId","clientSecret","grantType"],"members":{"clientId":{"shape":"ClientId"},"clientSecret":{"shape":"ClientSecret"},"grantType":{"shape":"GrantType"},"deviceCode":{"shape":"DeviceCode"},"code":{"shape":"AuthCode"},"refreshToken":{"shape":"RefreshToken"},"scope":{"shape":"Scopes"},"redirectUri":{"shape":"URI"},"codeVerifier":{"shape":"CodeVerifier"}}},
"CreateTokenResponse":{"type":"structure","members":{"accessToken":{"shape":"AccessToken"},"tokenType":{"shape":"TokenType"},"expiresIn":{"shape":"ExpirationInSeconds"},"refreshToken":{"shape":"RefreshToken"},"idToken":{"shape":"IdToken"}}},
"DeviceCode":{"type":"string"},
"ExpirationInSeconds":{"type":"integer"},
"ExpiredTokenException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"GrantType":{"type":"string"},
"IdToken":{"type":"string","sensitive":true},
"InternalServerException":{"type":"structure","exception":true,"error":{"httpStatusCode":500},"members":{}},
"InvalidClientException":{"type":"structure","exception":true,"error":{"httpStatusCode":401},"members":{}},
"InvalidGrantException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"InvalidRequestException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"InvalidScopeException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"RefreshToken":{"type":"string","sensitive":true},
"Scope":{"type":"string"},
"Scopes":{"type":"list","member":{"shape":"Scope"}},
"SlowDownException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"TokenType":{"type":"string"},
"URI":{"type":"string"},
"UnauthorizedClientException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}},
"UnsupportedGrantTypeException":{"type":"structure","exception":true,"error":{"httpStatusCode":400},"members":{}}
},"waiters":{}}
"""#

  static let sso_oidc_rules = #"""
{"parameters":{"Region":{"builtIn":"AWS::Region"},"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]},{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://oidc-fips.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"conditions":[{"fn":"stringEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"name"]},"aws-us-gov"]}],"endpoint":{"url":"https://oidc.{Region}.amazonaws.com"}},{"endpoint":{"url":"https://oidc-fips.{Region}.{PartitionResult#dnsSuffix}"}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://oidc.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://oidc.{Region}.{PartitionResult#dnsSuffix}"}}]}]},{"error":"Invalid Configuration: Missing Region"}]}
"""#
}
