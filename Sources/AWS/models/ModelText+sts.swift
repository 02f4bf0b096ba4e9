// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let sts = #"""
{"metadata":{"apiVersion":"2011-06-15","endpointPrefix":"sts","globalEndpoint":"sts.amazonaws.com","protocol":"query","serviceId":"STS","xmlNamespace":"https://sts.amazonaws.com/doc/2011-06-15/"},
"operations":{
"GetCallerIdentity":{"name":"GetCallerIdentity","http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetCallerIdentityRequest"},"output":{"shape":"GetCallerIdentityResponse","resultWrapper":"GetCallerIdentityResult"},"errors":[],"access":"read","action":"sts:GetCallerIdentity","cli":{"group":"sts","command":"get-caller-identity","arguments":{}}},
"AssumeRole":{"name":"AssumeRole","http":{"method":"POST","requestUri":"/"},"input":{"shape":"AssumeRoleRequest"},"output":{"shape":"AssumeRoleResponse","resultWrapper":"AssumeRoleResult"},"errors":[{"shape":"MalformedPolicyDocumentException"},{"shape":"PackedPolicyTooLargeException"},{"shape":"RegionDisabledException"},{"shape":"ExpiredTokenException"}],"access":"write","action":"sts:AssumeRole","cli":{"group":"sts","command":"assume-role","arguments":{"RoleArn":"role-arn","RoleSessionName":"role-session-name","PolicyArns":"policy-arns","Policy":"policy","DurationSeconds":"duration-seconds","Tags":"tags","TransitiveTagKeys":"transitive-tag-keys","ExternalId":"external-id","SerialNumber":"serial-number","TokenCode":"token-code","SourceIdentity":"source-identity","ProvidedContexts":"provided-contexts"}}},
"AssumeRoleWithWebIdentity":{"name":"AssumeRoleWithWebIdentity","http":{"method":"POST","requestUri":"/"},"input":{"shape":"AssumeRoleWithWebIdentityRequest"},"output":{"shape":"AssumeRoleWithWebIdentityResponse","resultWrapper":"AssumeRoleWithWebIdentityResult"},"errors":[{"shape":"MalformedPolicyDocumentException"},{"shape":"PackedPolicyTooLargeException"},{"shape":"IDPRejectedClaimException"},{"shape":"IDPCommunicationErrorException"},{"shape":"InvalidIdentityTokenException"},{"shape":"ExpiredTokenException"},{"shape":"RegionDisabledException"}],"auth":["smithy.api#noAuth"],"authtype":"none","access":"write","action":"sts:AssumeRoleWithWebIdentity","cli":{"group":"sts","command":"assume-role-with-web-identity","arguments":{"RoleArn":"role-arn","RoleSessionName":"role-session-name","WebIdentityToken":"web-identity-token","ProviderId":"provider-id","PolicyArns":"policy-arns","Policy":"policy","DurationSeconds":"duration-seconds"}}}
},
"shapes":{
"AssumeRoleRequest":{"type":"structure","required":["RoleArn","RoleSessionName"],"members":{"RoleArn":{"shape":"arnType"},"RoleSessionName":{"shape":"roleSessionNameType"},"PolicyArns":{"shape":"policyDescriptorListType"},"Policy":{"shape":"unrestrictedSessionPolicyDocumentType"},"DurationSeconds":{"shape":"roleDurationSecondsType"},"Tags":{"shape":"tagListType"},"TransitiveTagKeys":{"shape":"tagKeyListType"},"ExternalId":{"shape":"externalIdType"},"SerialNumber":{"shape":"serialNumberType"},"TokenCode":{"shape":"tokenCodeType"},"SourceIdentity":{"shape":"sourceIdentityType"},"ProvidedContexts":{"shape":"ProvidedContextsListType"}}},
"AssumeRoleResponse":{"type":"structure","members":{"Credentials":{"shape":"Credentials"},"AssumedRoleUser":{"shape":"AssumedRoleUser"},"PackedPolicySize":{"shape":"nonNegativeIntegerType"},"SourceIdentity":{"shape":"sourceIdentityType"}}},
"AssumeRoleWithWebIdentityRequest":{"type":"structure","required":["RoleArn","RoleSessionName","WebIdentityToken"],"members":{"RoleArn":{"shape":"arnType"},"RoleSessionName":{"shape":"roleSessionNameType"},"WebIdentityToken":{"shape":"clientTokenType"},"ProviderId":{"shape":"urlType"},"PolicyArns":{"shape":"policyDescriptorListType"},"Policy":{"shape":"sessionPolicyDocumentType"},"DurationSeconds":{"shape":"roleDurationSecondsType"}}},
"AssumeRoleWithWebIdentityResponse":{"type":"structure","members":{"Credentials":{"shape":"Credentials"},"SubjectFromWebIdentityToken":{"shape":"webIdentitySubjectType"},"AssumedRoleUser":{"shape":"AssumedRoleUser"},"PackedPolicySize":{"shape":"nonNegativeIntegerType"},"Provider":{"shape":"Issuer"},"Audience":{"shape":"Audience"},"SourceIdentity":{"shape":"sourceIdentityType"}}},
"AssumedRoleUser":{"type":"structure","required":["AssumedRoleId","Arn"],"members":{"AssumedRoleId":{"shape":"assumedRoleIdType"},"Arn":{"shape":"arnType"}}},
"Audience":{"type":"string"},
"Credentials":{"type":"structure","required":["AccessKeyId","SecretAccessKey","SessionToken","Expiration"],"members":{"AccessKeyId":{"shape":"accessKeyIdType"},"SecretAccessKey":{"shape":"accessKeySecretType"},"SessionToken":{"shape":"tokenType"},"Expiration":{"shape":"dateType"}}},
"ExpiredTokenException":{"type":"structure","exception":true,"error":{"code":"ExpiredTokenException","httpStatusCode":400,"senderFault":true},"members":{}},
"GetCallerIdentityRequest":{"type":"structure","members":{}},
"GetCallerIdentityResponse":{"type":"structure","members":{"UserId":{"shape":"userIdType"},"Account":{"shape":"accountType"},"Arn":{"shape":"arnType"}}},
"IDPCommunicationErrorException":{"type":"structure","exception":true,"error":{"code":"IDPCommunicationError","httpStatusCode":400,"senderFault":true},"members":{}},
"IDPRejectedClaimException":{"type":"structure","exception":true,"error":{"code":"IDPRejectedClaim","httpStatusCode":403,"senderFault":true},"members":{}},
"InvalidIdentityTokenException":{"type":"structure","exception":true,"error":{"code":"InvalidIdentityToken","httpStatusCode":400,"senderFault":true},"members":{}},
"Issuer":{"type":"string"},
"MalformedPolicyDocumentException":{"type":"structure","exception":true,"error":{"code":"MalformedPolicyDocument","httpStatusCode":400,"senderFault":true},"members":{}},
"PackedPolicyTooLargeException":{"type":"structure","exception":true,"error":{"code":"PackedPolicyTooLarge","httpStatusCode":400,"senderFault":true},"members":{}},
"PolicyDescriptorType":{"type":"structure","members":{"arn":{"shape":"arnType"}}},
"ProvidedContext":{"type":"structure","members":{"ProviderArn":{"shape":"arnType"},"ContextAssertion":{"shape":"contextAssertionType"}}},
"ProvidedContextsListType":{"type":"list","member":{"shape":"ProvidedContext"},"min":1,"max":5},
"RegionDisabledException":{"type":"structure","exception":true,"error":{"code":"RegionDisabledException","httpStatusCode":403,"senderFault":true},"members":{}},
"Tag":{"type":"structure","required":["Key","Value"],"members":{"Key":{"shape":"tagKeyType"},"Value":{"shape":"tagValueType"}}},
"accessKeyIdType":{"type":"string"},
"accessKeySecretType":{"type":"string","sensitive":true},
"accountType":{"type":"string"},
"arnType":{"type":"string","min":20,"max":2048,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+"},
"assumedRoleIdType":{"type":"string"},
"clientTokenType":{"type":"string","sensitive":true,"min":4,"max":20000},
"contextAssertionType":{"type":"string","min":4,"max":2048},
"dateType":{"type":"timestamp"},
"externalIdType":{"type":"string","min":2,"max":1224,"pattern":"[\\w+=,.@:\\/-]*"},
"nonNegativeIntegerType":{"type":"integer"},
"policyDescriptorListType":{"type":"list","member":{"shape":"PolicyDescriptorType"}},
"roleDurationSecondsType":{"type":"integer","min":900,"max":43200},
"roleSessionNameType":{"type":"string","min":2,"max":64,"pattern":"[\\w+=,.@-]*"},
"serialNumberType":{"type":"string","min":9,"max":256,"pattern":"[\\w+=/:,.@-]*"},
"sessionPolicyDocumentType":{"type":"string","min":1,"max":2048,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"},
"sourceIdentityType":{"type":"string","min":2,"max":64,"pattern":"[\\w+=,.@-]*"},
"tagKeyListType":{"type":"list","member":{"shape":"tagKeyType"},"max":50},
"tagKeyType":{"type":"string","min":1,"max":128,"pattern":"[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"},
"tagListType":{"type":"list","member":{"shape":"Tag"},"max":50},
"tagValueType":{"type":"string","min":0,"max":256,"pattern":"[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"},
"tokenCodeType":{"type":"string","min":6,"max":6,"pattern":"[\\d]*"},
"tokenType":{"type":"string"},
"unrestrictedSessionPolicyDocumentType":{"type":"string","min":1,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"},
"urlType":{"type":"string","min":4,"max":2048},
"userIdType":{"type":"string"},
"webIdentitySubjectType":{"type":"string"}
}}
"""#
}
