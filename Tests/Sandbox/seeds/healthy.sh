# The same account, set up as the guides mean it: the subject of this very
# repository, scoped permissions, the template tagged where it lies.
. "$SEEDS/domain.sh"

account=123456789012
bucket="sagemaker-projects-templates-$account-$AWS_REGION"
repository='repo:octo-org@583231/sagemaker-churn@1296269'

# The environment of the deploy job waits for a reviewer.
curl --silent --fail "$AWS_ENDPOINT_URL/_sandbox/state" | python3 -c '
import json, sys
github = json.load(sys.stdin)["github"]
github["repositories"]["octo-org/sagemaker-churn"]["environments"] = {"production": {"reviewers": [{"type": "User", "id": 4242}]}}
json.dump(github, sys.stdout)' | control PUT github
aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com
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

# The secret by a file, not on the command line; the file is the sandbox's own.
printf '{"token":"%s"}' github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000 > "$FILES/github-token.json"
aws secretsmanager create-secret --name sagemaker-github-token --description "GitHub token for SageMaker MLOps" \
  --secret-string "file://$FILES/github-token.json"

aws s3 mb "s3://$bucket" --region "$AWS_REGION"
aws s3api put-bucket-policy --bucket "$bucket" --policy "$(policy <<JSON
{"Version": "2012-10-17", "Statement": [{
  "Sid": "OnlyTLS", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
  "Resource": ["arn:aws:s3:::$bucket", "arn:aws:s3:::$bucket/*"],
  "Condition": {"Bool": {"aws:SecureTransport": "false"}}
}]}
JSON
)"
aws s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled
cat > "$FILES/cors-policy.json" <<'JSON'
{"CORSRules": [{
  "AllowedHeaders": ["*"],
  "AllowedMethods": ["POST", "PUT", "GET", "HEAD", "DELETE"],
  "AllowedOrigins": ["https://*.sagemaker.aws"],
  "ExposeHeaders": ["ETag", "x-amz-delete-marker", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption", "x-amz-version-id"]
}]}
JSON
aws s3api put-bucket-cors --bucket "$bucket" --cors-configuration "file://$FILES/cors-policy.json"
aws s3 cp "$SEEDS/template.yaml" "s3://$bucket/templates/mlops-github-actions.yaml"
aws s3api put-object-tagging --bucket "$bucket" --key templates/mlops-github-actions.yaml \
  --tagging 'TagSet=[{Key=sagemaker:studio-visibility,Value=true}]'

domain=$(aws sagemaker list-domains --query 'Domains[0].DomainId' --output text)
aws sagemaker add-tags --resource-arn "arn:aws:sagemaker:$AWS_REGION:$account:domain/$domain" \
  --tags "Key=sagemaker:projectS3TemplatesLocation,Value=s3://$bucket/templates/"
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
