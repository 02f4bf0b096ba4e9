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
},"waiters":{}}
"""#

  static let account_rules = #"""
{"parameters":{"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"},"Region":{"builtIn":"AWS::Region"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"rules":[{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]}]},{"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://account-fips.{PartitionResult#implicitGlobalRegion}.{PartitionResult#dualStackDnsSuffix}","properties":{"authSchemes":[{"name":"sigv4","signingRegion":"{PartitionResult#implicitGlobalRegion}"}]}}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},false]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"endpoint":{"url":"https://account-fips.{PartitionResult#implicitGlobalRegion}.{PartitionResult#dnsSuffix}","properties":{"authSchemes":[{"name":"sigv4","signingRegion":"{PartitionResult#implicitGlobalRegion}"}]}}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},false]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://account.{PartitionResult#implicitGlobalRegion}.{PartitionResult#dualStackDnsSuffix}","properties":{"authSchemes":[{"name":"sigv4","signingRegion":"{PartitionResult#implicitGlobalRegion}"}]}}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://account.{PartitionResult#implicitGlobalRegion}.{PartitionResult#dnsSuffix}","properties":{"authSchemes":[{"name":"sigv4","signingRegion":"{PartitionResult#implicitGlobalRegion}"}]}}}]}]},{"error":"Invalid Configuration: Missing Region"}]}]}
"""#
}
