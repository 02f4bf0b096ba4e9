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
}}
"""#
}
