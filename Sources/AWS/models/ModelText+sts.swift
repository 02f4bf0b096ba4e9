// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let sts = #"""
{"metadata":{"apiVersion":"2011-06-15","endpointPrefix":"sts","globalEndpoint":"sts.amazonaws.com","protocol":"query","serviceId":"STS","xmlNamespace":"https://sts.amazonaws.com/doc/2011-06-15/"},
"operations":{
"GetCallerIdentity":{"name":"GetCallerIdentity","http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetCallerIdentityRequest"},"output":{"shape":"GetCallerIdentityResponse","resultWrapper":"GetCallerIdentityResult"},"errors":[],"access":"read","action":"sts:GetCallerIdentity","cli":{"group":"sts","command":"get-caller-identity","arguments":{}}}
},
"shapes":{
"GetCallerIdentityRequest":{"type":"structure","members":{}},
"GetCallerIdentityResponse":{"type":"structure","members":{"UserId":{"shape":"userIdType"},"Account":{"shape":"accountType"},"Arn":{"shape":"arnType"}}},
"accountType":{"type":"string"},
"arnType":{"type":"string"},
"userIdType":{"type":"string"}
}}
"""#
}
