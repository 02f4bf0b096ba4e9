// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.
// Facts from botocore 1.43.11, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.
// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.

extension ModelText {
  static let kms = #"""
{"metadata":{"apiVersion":"2014-11-01","endpointPrefix":"kms","jsonVersion":"1.1","protocol":"json","serviceId":"KMS","targetPrefix":"TrentService"},
"operations":{
"DescribeKey":{"name":"DescribeKey","http":{"method":"POST","requestUri":"/"},"input":{"shape":"DescribeKeyRequest"},"output":{"shape":"DescribeKeyResponse"},"errors":[{"shape":"NotFoundException"},{"shape":"InvalidArnException"},{"shape":"DependencyTimeoutException"},{"shape":"KMSInternalException"}],"access":"read","action":"kms:DescribeKey","cli":{"group":"kms","command":"describe-key","arguments":{"KeyId":"key-id","GrantTokens":"grant-tokens"}}},
"GetKeyPolicy":{"name":"GetKeyPolicy","http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetKeyPolicyRequest"},"output":{"shape":"GetKeyPolicyResponse"},"errors":[{"shape":"NotFoundException"},{"shape":"InvalidArnException"},{"shape":"DependencyTimeoutException"},{"shape":"KMSInternalException"},{"shape":"KMSInvalidStateException"}],"access":"read","action":"kms:GetKeyPolicy","cli":{"group":"kms","command":"get-key-policy","arguments":{"KeyId":"key-id","PolicyName":"policy-name"}}}
},
"shapes":{
"AWSAccountIdType":{"type":"string"},
"ArnType":{"type":"string"},
"BackingKeyIdType":{"type":"string"},
"BooleanType":{"type":"boolean"},
"CloudHsmClusterIdType":{"type":"string"},
"CustomKeyStoreIdType":{"type":"string"},
"CustomerMasterKeySpec":{"type":"string"},
"DateType":{"type":"timestamp"},
"DependencyTimeoutException":{"type":"structure","exception":true,"members":{}},
"DescribeKeyRequest":{"type":"structure","required":["KeyId"],"members":{"KeyId":{"shape":"KeyIdType"},"GrantTokens":{"shape":"GrantTokenList"}}},
"DescribeKeyResponse":{"type":"structure","members":{"KeyMetadata":{"shape":"KeyMetadata"}}},
"DescriptionType":{"type":"string"},
"EncryptionAlgorithmSpec":{"type":"string"},
"EncryptionAlgorithmSpecList":{"type":"list","member":{"shape":"EncryptionAlgorithmSpec"}},
"ExpirationModelType":{"type":"string"},
"GetKeyPolicyRequest":{"type":"structure","required":["KeyId"],"members":{"KeyId":{"shape":"KeyIdType"},"PolicyName":{"shape":"PolicyNameType"}}},
"GetKeyPolicyResponse":{"type":"structure","members":{"Policy":{"shape":"PolicyType"},"PolicyName":{"shape":"PolicyNameType"}}},
"GrantTokenList":{"type":"list","member":{"shape":"GrantTokenType"},"min":0,"max":10},
"GrantTokenType":{"type":"string","min":1,"max":8192},
"InvalidArnException":{"type":"structure","exception":true,"members":{}},
"KMSInternalException":{"type":"structure","exception":true,"members":{}},
"KMSInvalidStateException":{"type":"structure","exception":true,"members":{}},
"KeyAgreementAlgorithmSpec":{"type":"string"},
"KeyAgreementAlgorithmSpecList":{"type":"list","member":{"shape":"KeyAgreementAlgorithmSpec"}},
"KeyIdType":{"type":"string","min":1,"max":2048},
"KeyManagerType":{"type":"string"},
"KeyMetadata":{"type":"structure","required":["KeyId"],"members":{"AWSAccountId":{"shape":"AWSAccountIdType"},"KeyId":{"shape":"KeyIdType"},"Arn":{"shape":"ArnType"},"CreationDate":{"shape":"DateType"},"Enabled":{"shape":"BooleanType"},"Description":{"shape":"DescriptionType"},"KeyUsage":{"shape":"KeyUsageType"},"KeyState":{"shape":"KeyState"},"DeletionDate":{"shape":"DateType"},"ValidTo":{"shape":"DateType"},"Origin":{"shape":"OriginType"},"CustomKeyStoreId":{"shape":"CustomKeyStoreIdType"},"CloudHsmClusterId":{"shape":"CloudHsmClusterIdType"},"ExpirationModel":{"shape":"ExpirationModelType"},"KeyManager":{"shape":"KeyManagerType"},"CustomerMasterKeySpec":{"shape":"CustomerMasterKeySpec"},"KeySpec":{"shape":"KeySpec"},"EncryptionAlgorithms":{"shape":"EncryptionAlgorithmSpecList"},"SigningAlgorithms":{"shape":"SigningAlgorithmSpecList"},"KeyAgreementAlgorithms":{"shape":"KeyAgreementAlgorithmSpecList"},"MultiRegion":{"shape":"NullableBooleanType"},"MultiRegionConfiguration":{"shape":"MultiRegionConfiguration"},"PendingDeletionWindowInDays":{"shape":"PendingWindowInDaysType"},"MacAlgorithms":{"shape":"MacAlgorithmSpecList"},"XksKeyConfiguration":{"shape":"XksKeyConfigurationType"},"CurrentKeyMaterialId":{"shape":"BackingKeyIdType"}}},
"KeySpec":{"type":"string"},
"KeyState":{"type":"string"},
"KeyUsageType":{"type":"string"},
"MacAlgorithmSpec":{"type":"string"},
"MacAlgorithmSpecList":{"type":"list","member":{"shape":"MacAlgorithmSpec"}},
"MultiRegionConfiguration":{"type":"structure","members":{"MultiRegionKeyType":{"shape":"MultiRegionKeyType"},"PrimaryKey":{"shape":"MultiRegionKey"},"ReplicaKeys":{"shape":"MultiRegionKeyList"}}},
"MultiRegionKey":{"type":"structure","members":{"Arn":{"shape":"ArnType"},"Region":{"shape":"RegionType"}}},
"MultiRegionKeyList":{"type":"list","member":{"shape":"MultiRegionKey"}},
"MultiRegionKeyType":{"type":"string"},
"NotFoundException":{"type":"structure","exception":true,"members":{}},
"NullableBooleanType":{"type":"boolean"},
"OriginType":{"type":"string"},
"PendingWindowInDaysType":{"type":"integer"},
"PolicyNameType":{"type":"string","min":1,"max":128,"pattern":"[\\w]+"},
"PolicyType":{"type":"string"},
"RegionType":{"type":"string"},
"SigningAlgorithmSpec":{"type":"string"},
"SigningAlgorithmSpecList":{"type":"list","member":{"shape":"SigningAlgorithmSpec"}},
"XksKeyConfigurationType":{"type":"structure","members":{"Id":{"shape":"XksKeyIdType"}}},
"XksKeyIdType":{"type":"string"}
},"waiters":{}}
"""#

  static let kms_rules = #"""
{"parameters":{"Region":{"builtIn":"AWS::Region"},"UseDualStack":{"builtIn":"AWS::UseDualStack","default":false},"UseFIPS":{"builtIn":"AWS::UseFIPS","default":false},"Endpoint":{"builtIn":"SDK::Endpoint"}},"rules":[{"conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"rules":[{"error":"Invalid Configuration: FIPS and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}]},{"error":"Invalid Configuration: Dualstack and custom endpoint are not supported","conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}]},{"endpoint":{"url":{"ref":"Endpoint"}}}]},{"conditions":[{"fn":"isSet","argv":[{"ref":"Region"}]}],"rules":[{"conditions":[{"fn":"aws.partition","argv":[{"ref":"Region"}],"assign":"PartitionResult"}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]},{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]}]},{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://kms-fips.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"FIPS and DualStack are enabled, but this partition does not support one or both"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseFIPS"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsFIPS"]},true]}],"rules":[{"endpoint":{"url":"https://kms-fips.{Region}.{PartitionResult#dnsSuffix}"}}]},{"error":"FIPS is enabled but this partition does not support FIPS"}]},{"conditions":[{"fn":"booleanEquals","argv":[{"ref":"UseDualStack"},true]}],"rules":[{"conditions":[{"fn":"booleanEquals","argv":[true,{"fn":"getAttr","argv":[{"ref":"PartitionResult"},"supportsDualStack"]}]}],"rules":[{"endpoint":{"url":"https://kms.{Region}.{PartitionResult#dualStackDnsSuffix}"}}]},{"error":"DualStack is enabled but this partition does not support DualStack"}]},{"endpoint":{"url":"https://kms.{Region}.{PartitionResult#dnsSuffix}"}}]}]},{"error":"Invalid Configuration: Missing Region"}]}
"""#
}
