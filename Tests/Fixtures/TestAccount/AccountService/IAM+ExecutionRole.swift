import JSONDocument

extension Account {
  public static let sagemakerTrust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"#
    + #""Action":"sts:AssumeRole"}]}"#
  /// What of AWS's policy touches the template bucket.
  static let sagemakerFullAccess =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"#
    + #""Resource":"arn:aws:s3:::*sagemaker*"},{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":"*"}]}"#

  /// The guides' three policies of the execution role, by name.
  public static let projectPolicies: [String: String] = {
    func policy(_ actions: JSON, _ resource: JSON) -> String {
      let statement: JSON = ["Effect": "Allow", "Action": actions, "Resource": resource]
      return (["Version": "2012-10-17", "Statement": [statement]] as JSON).compact
    }
    return [
      "SageMakerProjectsPassRolePolicy": policy(
        "iam:PassRole", "arn:aws:iam::111122223333:role/AmazonSageMakerProjectsLaunchRole"),
      "SageMakerProjectsCreateCFNTemplates": policy(
        .array(
          ["CreateStack", "UpdateStack", "DeleteStack", "DescribeStacks", "TagResource", "UntagResource"].map {
            .string("cloudformation:\($0)")
          }), "arn:aws:cloudformation:*:*:stack/SP-*"),
      "SageMakerS3GetObjectTaggingPolicy": policy("s3:GetObjectTagging", "arn:aws:s3:::sagemaker*/*"),
    ]
  }()
}
