// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let ecr = #"""
{"metadata":{"apiVersion":"2015-09-21","endpointPrefix":"api.ecr","jsonVersion":"1.1","protocol":"json","serviceId":"ECR","signingName":"ecr","targetPrefix":"AmazonEC2ContainerRegistry_V20150921"},
"operations":{
"DescribeRepositories":{"name":"DescribeRepositories","http":{"method":"POST","requestUri":"/"},"input":{"shape":"DescribeRepositoriesRequest"},"output":{"shape":"DescribeRepositoriesResponse"},"errors":[{"shape":"ServerException"},{"shape":"InvalidParameterException"},{"shape":"RepositoryNotFoundException"}],"access":"read","action":"ecr:DescribeRepositories","cli":{"group":"ecr","command":"describe-repositories","arguments":{"registryId":"registry-id","repositoryNames":"repository-names","nextToken":"next-token","maxResults":"page-size"}},"pages":{"input_token":"nextToken","output_token":"nextToken","result_key":"repositories"}}
},
"shapes":{
"Arn":{"type":"string"},
"CreationTimestamp":{"type":"timestamp"},
"DescribeRepositoriesRequest":{"type":"structure","members":{"registryId":{"shape":"RegistryId"},"repositoryNames":{"shape":"RepositoryNameList"},"nextToken":{"shape":"NextToken"},"maxResults":{"shape":"MaxResults"}}},
"DescribeRepositoriesResponse":{"type":"structure","members":{"repositories":{"shape":"RepositoryList"},"nextToken":{"shape":"NextToken"}}},
"EncryptionConfiguration":{"type":"structure","required":["encryptionType"],"members":{"encryptionType":{"shape":"EncryptionType"},"kmsKey":{"shape":"KmsKey"}}},
"EncryptionType":{"type":"string"},
"ImageScanningConfiguration":{"type":"structure","members":{"scanOnPush":{"shape":"ScanOnPushFlag"}}},
"ImageTagMutability":{"type":"string"},
"ImageTagMutabilityExclusionFilter":{"type":"structure","required":["filterType","filter"],"members":{"filterType":{"shape":"ImageTagMutabilityExclusionFilterType"},"filter":{"shape":"ImageTagMutabilityExclusionFilterValue"}}},
"ImageTagMutabilityExclusionFilterType":{"type":"string"},
"ImageTagMutabilityExclusionFilterValue":{"type":"string"},
"ImageTagMutabilityExclusionFilters":{"type":"list","member":{"shape":"ImageTagMutabilityExclusionFilter"}},
"InvalidParameterException":{"type":"structure","exception":true,"members":{}},
"KmsKey":{"type":"string"},
"MaxResults":{"type":"integer","min":1,"max":1000},
"NextToken":{"type":"string"},
"RegistryId":{"type":"string","pattern":"[0-9]{12}"},
"Repository":{"type":"structure","members":{"repositoryArn":{"shape":"Arn"},"registryId":{"shape":"RegistryId"},"repositoryName":{"shape":"RepositoryName"},"repositoryUri":{"shape":"Url"},"createdAt":{"shape":"CreationTimestamp"},"imageTagMutability":{"shape":"ImageTagMutability"},"imageTagMutabilityExclusionFilters":{"shape":"ImageTagMutabilityExclusionFilters"},"imageScanningConfiguration":{"shape":"ImageScanningConfiguration"},"encryptionConfiguration":{"shape":"EncryptionConfiguration"}}},
"RepositoryList":{"type":"list","member":{"shape":"Repository"}},
"RepositoryName":{"type":"string","min":2,"max":256,"pattern":"[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"},
"RepositoryNameList":{"type":"list","member":{"shape":"RepositoryName"},"min":1,"max":100},
"RepositoryNotFoundException":{"type":"structure","exception":true,"members":{}},
"ScanOnPushFlag":{"type":"boolean"},
"ServerException":{"type":"structure","exception":true,"members":{}},
"Url":{"type":"string"}
}}
"""#
}
