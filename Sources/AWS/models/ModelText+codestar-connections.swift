// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let codestar_connections = #"""
{"metadata":{"apiVersion":"2019-12-01","endpointPrefix":"codestar-connections","jsonVersion":"1.0","protocol":"json","serviceId":"CodeStar connections","signingName":"codestar-connections","targetPrefix":"com.amazonaws.codestar.connections.CodeStar_connections_20191201"},
"operations":{
"GetConnection":{"name":"GetConnection","http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetConnectionInput"},"output":{"shape":"GetConnectionOutput"},"errors":[{"shape":"ResourceNotFoundException"},{"shape":"ResourceUnavailableException"}],"access":"read","action":"codestar-connections:GetConnection","cli":{"group":"codestar-connections","command":"get-connection","arguments":{"ConnectionArn":"connection-arn"}}},
"ListConnections":{"name":"ListConnections","http":{"method":"POST","requestUri":"/"},"input":{"shape":"ListConnectionsInput"},"output":{"shape":"ListConnectionsOutput"},"errors":[{"shape":"ResourceNotFoundException"}],"access":"read","action":"codestar-connections:ListConnections","cli":{"group":"codestar-connections","command":"list-connections","arguments":{"ProviderTypeFilter":"provider-type-filter","HostArnFilter":"host-arn-filter","MaxResults":"max-results","NextToken":"next-token"}}},
"ListTagsForResource":{"name":"ListTagsForResource","http":{"method":"POST","requestUri":"/"},"input":{"shape":"ListTagsForResourceInput"},"output":{"shape":"ListTagsForResourceOutput"},"errors":[{"shape":"ResourceNotFoundException"}],"access":"read","action":"codestar-connections:ListTagsForResource","cli":{"group":"codestar-connections","command":"list-tags-for-resource","arguments":{"ResourceArn":"resource-arn"}}},
"DeleteConnection":{"name":"DeleteConnection","http":{"method":"POST","requestUri":"/"},"input":{"shape":"DeleteConnectionInput"},"output":{"shape":"DeleteConnectionOutput"},"errors":[{"shape":"ResourceNotFoundException"}],"access":"write","action":"codestar-connections:DeleteConnection","cli":{"group":"codestar-connections","command":"delete-connection","arguments":{"ConnectionArn":"connection-arn"}}},
"TagResource":{"name":"TagResource","http":{"method":"POST","requestUri":"/"},"input":{"shape":"TagResourceInput"},"output":{"shape":"TagResourceOutput"},"errors":[{"shape":"ResourceNotFoundException"},{"shape":"LimitExceededException"}],"access":"write","action":"codestar-connections:TagResource","cli":{"group":"codestar-connections","command":"tag-resource","arguments":{"ResourceArn":"resource-arn","Tags":"tags"}}},
"UntagResource":{"name":"UntagResource","http":{"method":"POST","requestUri":"/"},"input":{"shape":"UntagResourceInput"},"output":{"shape":"UntagResourceOutput"},"errors":[{"shape":"ResourceNotFoundException"}],"access":"write","action":"codestar-connections:UntagResource","cli":{"group":"codestar-connections","command":"untag-resource","arguments":{"ResourceArn":"resource-arn","TagKeys":"tag-keys"}}}
},
"shapes":{
"AccountId":{"type":"string"},
"AmazonResourceName":{"type":"string","min":1,"max":1011,"pattern":"arn:aws(-[\\w]+)*:.+:.+:[0-9]{12}:.+"},
"Connection":{"type":"structure","members":{"ConnectionName":{"shape":"ConnectionName"},"ConnectionArn":{"shape":"ConnectionArn"},"ProviderType":{"shape":"ProviderType"},"OwnerAccountId":{"shape":"AccountId"},"ConnectionStatus":{"shape":"ConnectionStatus"},"HostArn":{"shape":"HostArn"}}},
"ConnectionArn":{"type":"string","min":0,"max":256,"pattern":"arn:aws(-[\\w]+)*:.+:.+:[0-9]{12}:.+"},
"ConnectionList":{"type":"list","member":{"shape":"Connection"}},
"ConnectionName":{"type":"string"},
"ConnectionStatus":{"type":"string"},
"DeleteConnectionInput":{"type":"structure","required":["ConnectionArn"],"members":{"ConnectionArn":{"shape":"ConnectionArn"}}},
"DeleteConnectionOutput":{"type":"structure","members":{}},
"GetConnectionInput":{"type":"structure","required":["ConnectionArn"],"members":{"ConnectionArn":{"shape":"ConnectionArn"}}},
"GetConnectionOutput":{"type":"structure","members":{"Connection":{"shape":"Connection"}}},
"HostArn":{"type":"string","min":0,"max":256,"pattern":"arn:aws(-[\\w]+)*:codestar-connections:.+:[0-9]{12}:host\\/.+"},
"LimitExceededException":{"type":"structure","exception":true,"members":{}},
"ListConnectionsInput":{"type":"structure","members":{"ProviderTypeFilter":{"shape":"ProviderType"},"HostArnFilter":{"shape":"HostArn"},"MaxResults":{"shape":"MaxResults"},"NextToken":{"shape":"NextToken"}}},
"ListConnectionsOutput":{"type":"structure","members":{"Connections":{"shape":"ConnectionList"},"NextToken":{"shape":"NextToken"}}},
"ListTagsForResourceInput":{"type":"structure","required":["ResourceArn"],"members":{"ResourceArn":{"shape":"AmazonResourceName"}}},
"ListTagsForResourceOutput":{"type":"structure","members":{"Tags":{"shape":"TagList"}}},
"MaxResults":{"type":"integer","min":0,"max":100},
"NextToken":{"type":"string","min":1,"max":1024,"pattern":"^.*$"},
"ProviderType":{"type":"string","enum":["Bitbucket","GitHub","GitHubEnterpriseServer","GitLab","GitLabSelfManaged"]},
"ResourceNotFoundException":{"type":"structure","exception":true,"members":{}},
"ResourceUnavailableException":{"type":"structure","exception":true,"members":{}},
"Tag":{"type":"structure","required":["Key","Value"],"members":{"Key":{"shape":"TagKey"},"Value":{"shape":"TagValue"}}},
"TagKey":{"type":"string","min":1,"max":128,"pattern":".*"},
"TagKeyList":{"type":"list","member":{"shape":"TagKey"},"min":0,"max":200},
"TagList":{"type":"list","member":{"shape":"Tag"},"min":0,"max":200},
"TagResourceInput":{"type":"structure","required":["ResourceArn","Tags"],"members":{"ResourceArn":{"shape":"AmazonResourceName"},"Tags":{"shape":"TagList"}}},
"TagResourceOutput":{"type":"structure","members":{}},
"TagValue":{"type":"string","min":0,"max":256,"pattern":".*"},
"UntagResourceInput":{"type":"structure","required":["ResourceArn","TagKeys"],"members":{"ResourceArn":{"shape":"AmazonResourceName"},"TagKeys":{"shape":"TagKeyList"}}},
"UntagResourceOutput":{"type":"structure","members":{}}
},"waiters":{}}
"""#

  static let codestar_connections_rules = #"""
{"parameters":{"Region":{"builtIn":"AWS::Region"},"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]},{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://codestar-connections-fips.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"endpoint":{"url":"https://codestar-connections-fips.{Region}.{PartitionResult#dnsSuffix}"}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://codestar-connections.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://codestar-connections.{Region}.{PartitionResult#dnsSuffix}"}}]}]},{"error":"Invalid Configuration: Missing Region"}]}
"""#
}
