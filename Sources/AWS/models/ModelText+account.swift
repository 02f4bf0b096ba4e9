// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let account = #"""
{"metadata":{"apiVersion":"2021-02-01","endpointPrefix":"account","protocol":"rest-json","serviceId":"Account","signingName":"account"},
"operations":{
"GetRegionOptStatus":{"name":"GetRegionOptStatus","http":{"method":"POST","requestUri":"/getRegionOptStatus"},"input":{"shape":"GetRegionOptStatusRequest"},"output":{"shape":"GetRegionOptStatusResponse"},"errors":[{"shape":"AccessDeniedException"},{"shape":"ValidationException"},{"shape":"TooManyRequestsException"},{"shape":"InternalServerException"}],"access":"read","action":"account:GetRegionOptStatus","cli":{"group":"account","command":"get-region-opt-status","arguments":{"AccountId":"account-id","RegionName":"region-name"}}}
},
"shapes":{
"AccessDeniedException":{"type":"structure","exception":true,"error":{"httpStatusCode":403,"senderFault":true},"members":{}},
"AccountId":{"type":"string","pattern":"\\d{12}"},
"GetRegionOptStatusRequest":{"type":"structure","required":["RegionName"],"members":{"AccountId":{"shape":"AccountId"},"RegionName":{"shape":"RegionName"}}},
"GetRegionOptStatusResponse":{"type":"structure","members":{"RegionName":{"shape":"RegionName"},"RegionOptStatus":{"shape":"RegionOptStatus"}}},
"InternalServerException":{"type":"structure","exception":true,"error":{"httpStatusCode":500},"retryable":{"throttling":false},"members":{}},
"RegionName":{"type":"string","min":1,"max":50},
"RegionOptStatus":{"type":"string"},
"TooManyRequestsException":{"type":"structure","exception":true,"error":{"httpStatusCode":429,"senderFault":true},"retryable":{"throttling":true},"members":{}},
"ValidationException":{"type":"structure","exception":true,"error":{"httpStatusCode":400,"senderFault":true},"members":{}}
}}
"""#
}
