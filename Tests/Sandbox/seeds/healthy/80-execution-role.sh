aws iam put-role-policy --role-name "$execution_role" --policy-name SageMakerProjectsPassRolePolicy --policy-document "$(policy <<JSON
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::$account:role/AmazonSageMakerProjectsLaunchRole"}]}
JSON
)"
aws iam put-role-policy --role-name "$execution_role" --policy-name SageMakerProjectsCreateCFNTemplates --policy-document "$(policy <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack", "cloudformation:DescribeStacks"], "Resource": "arn:aws:cloudformation:*:*:stack/SP-*"},
  {"Effect": "Allow", "Action": ["cloudformation:TagResource", "cloudformation:UntagResource"], "Resource": "arn:aws:cloudformation:*:*:stack/SP-*", "Condition": {"Null": {"aws:ResourceTag/sagemaker:project-name": "false"}}}
]}
JSON
)"
aws iam put-role-policy --role-name "$execution_role" --policy-name SageMakerS3GetObjectTaggingPolicy --policy-document "$(policy <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "arn:aws:s3:::sagemaker*/*"}]}
JSON
)"
