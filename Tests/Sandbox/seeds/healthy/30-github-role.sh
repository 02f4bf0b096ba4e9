aws iam create-role --role-name GitHubActionsRole --max-session-duration 3600 --assume-role-policy-document "$(policy <<JSON
{"Version": "2012-10-17", "Statement": [{
  "Effect": "Allow",
  "Principal": {"Federated": "arn:aws:iam::$account:oidc-provider/token.actions.githubusercontent.com"},
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": {"StringEquals": {
    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
    "token.actions.githubusercontent.com:sub": ["$repository:ref:refs/heads/main", "$repository:environment:production"]
  }}
}]}
JSON
)"
aws iam put-role-policy --role-name GitHubActionsRole --policy-name SageMakerGitHubActionsPolicy --policy-document "$(policy <<JSON
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["s3:CreateBucket", "s3:PutObject", "s3:GetObject", "s3:ListBucket"],
   "Resource": ["arn:aws:s3:::sagemaker-project-github-*", "arn:aws:s3:::sagemaker-project-github-*/*"]},
  {"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::$account:role/service-role/AmazonSageMaker*",
   "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}},
  {"Effect": "Allow", "Action": [
     "sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:DescribePipeline", "sagemaker:StartPipelineExecution",
     "sagemaker:DescribePipelineExecution", "sagemaker:ListPipelineExecutionSteps", "sagemaker:CreateModel", "sagemaker:DescribeModel",
     "sagemaker:DeleteModel", "sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint", "sagemaker:DescribeEndpoint", "sagemaker:DeleteEndpoint",
     "sagemaker:CreateEndpointConfig", "sagemaker:DescribeEndpointConfig", "sagemaker:DeleteEndpointConfig", "sagemaker:ListModelPackages",
     "sagemaker:DescribeModelPackage", "sagemaker:CreateModelPackageGroup", "sagemaker:DescribeModelPackageGroup",
     "sagemaker:DescribeProject", "sagemaker:DescribeDomain", "sagemaker:AddTags", "sagemaker:ListTags"],
   "Resource": "arn:aws:sagemaker:$AWS_REGION:$account:*"},
  {"Effect": "Allow", "Action": ["cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack", "cloudformation:DescribeStacks"],
   "Resource": "arn:aws:cloudformation:$AWS_REGION:$account:stack/sagemaker-*"}
]}
JSON
)"
