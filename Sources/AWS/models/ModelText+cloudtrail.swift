// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let cloudtrail = #"""
{"metadata":{"apiVersion":"2013-11-01","endpointPrefix":"cloudtrail","jsonVersion":"1.1","protocol":"json","serviceId":"CloudTrail","targetPrefix":"com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"},
"operations":{
"LookupEvents":{"name":"LookupEvents","http":{"method":"POST","requestUri":"/"},"input":{"shape":"LookupEventsRequest"},"output":{"shape":"LookupEventsResponse"},"errors":[{"shape":"InvalidLookupAttributesException"},{"shape":"InvalidTimeRangeException"},{"shape":"InvalidMaxResultsException"},{"shape":"InvalidNextTokenException"},{"shape":"InvalidEventCategoryException"},{"shape":"UnsupportedOperationException"},{"shape":"OperationNotPermittedException"}],"idempotent":true,"access":"read","action":"cloudtrail:LookupEvents","pageLimit":4,"cli":{"group":"cloudtrail","command":"lookup-events","arguments":{"LookupAttributes":"lookup-attributes","StartTime":"start-time","EndTime":"end-time","EventCategory":"event-category","MaxResults":"page-size","NextToken":"next-token"}},"pages":{"input_token":"NextToken","output_token":"NextToken","result_key":"Events"}}
},
"shapes":{
"Date":{"type":"timestamp"},
"Event":{"type":"structure","members":{"EventId":{"shape":"String"},"EventName":{"shape":"String"},"ReadOnly":{"shape":"String"},"AccessKeyId":{"shape":"String"},"EventTime":{"shape":"Date"},"EventSource":{"shape":"String"},"Username":{"shape":"String"},"Resources":{"shape":"ResourceList"},"CloudTrailEvent":{"shape":"String"}}},
"EventCategory":{"type":"string","enum":["insight"]},
"EventsList":{"type":"list","member":{"shape":"Event"}},
"InvalidEventCategoryException":{"type":"structure","exception":true,"members":{}},
"InvalidLookupAttributesException":{"type":"structure","exception":true,"members":{}},
"InvalidMaxResultsException":{"type":"structure","exception":true,"members":{}},
"InvalidNextTokenException":{"type":"structure","exception":true,"members":{}},
"InvalidTimeRangeException":{"type":"structure","exception":true,"members":{}},
"LookupAttribute":{"type":"structure","required":["AttributeKey","AttributeValue"],"members":{"AttributeKey":{"shape":"LookupAttributeKey"},"AttributeValue":{"shape":"LookupAttributeValue"}}},
"LookupAttributeKey":{"type":"string","enum":["EventId","EventName","ReadOnly","Username","ResourceType","ResourceName","EventSource","AccessKeyId"]},
"LookupAttributeValue":{"type":"string","min":1,"max":2000},
"LookupAttributesList":{"type":"list","member":{"shape":"LookupAttribute"}},
"LookupEventsRequest":{"type":"structure","members":{"LookupAttributes":{"shape":"LookupAttributesList"},"StartTime":{"shape":"Date"},"EndTime":{"shape":"Date"},"EventCategory":{"shape":"EventCategory"},"MaxResults":{"shape":"MaxResults"},"NextToken":{"shape":"NextToken"}}},
"LookupEventsResponse":{"type":"structure","members":{"Events":{"shape":"EventsList"},"NextToken":{"shape":"NextToken"}}},
"MaxResults":{"type":"integer","min":1,"max":50},
"NextToken":{"type":"string"},
"OperationNotPermittedException":{"type":"structure","exception":true,"members":{}},
"Resource":{"type":"structure","members":{"ResourceType":{"shape":"String"},"ResourceName":{"shape":"String"}}},
"ResourceList":{"type":"list","member":{"shape":"Resource"}},
"String":{"type":"string"},
"UnsupportedOperationException":{"type":"structure","exception":true,"members":{}}
},"waiters":{}}
"""#

  static let cloudtrail_rules = #"""
{"parameters":{"Region":{"builtIn":"AWS::Region"},"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]},{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://cloudtrail-fips.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"conditions":[{"fn":"stringEquals","argv":[{"ref":"Region"},"us-gov-east-1"]}],"endpoint":{"url":"https://cloudtrail.us-gov-east-1.amazonaws.com"}},{"conditions":[{"fn":"stringEquals","argv":[{"ref":"Region"},"us-gov-west-1"]}],"endpoint":{"url":"https://cloudtrail.us-gov-west-1.amazonaws.com"}},{"endpoint":{"url":"https://cloudtrail-fips.{Region}.{PartitionResult#dnsSuffix}"}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://cloudtrail.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://cloudtrail.{Region}.{PartitionResult#dnsSuffix}"}}]}]},{"error":"Invalid Configuration: Missing Region"}]}
"""#
}
