# The account of somebody who followed the two guides to the letter: "How GitHub
# Actions Connects to SageMaker" and "MLOps using Amazon SageMaker and GitHub
# Actions". Their placeholders are filled in; their mistakes are kept.
. "$SEEDS/domain.sh"

account=$(aws sts get-caller-identity --query Account --output text)

# First guide: what its Terraform makes. The subject has names only, the
# permissions are wide, and the thumbprint is one that AWS no longer reads.
aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com \
  --client-id-list sts.amazonaws.com --thumbprint-list 6938fd4d98bab03faadb97b34396831e3780aea1
aws iam create-role --role-name GitHubActionsRole --assume-role-policy-document "$(policy <<JSON
{"Version":"2012-10-17","Statement":[{"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/sagemaker-churn:*"}},"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::$account:oidc-provider/token.actions.githubusercontent.com"}}]}
JSON
)"
# Terraform makes up a name when the text gives none.
aws iam put-role-policy --role-name GitHubActionsRole --policy-name terraform-20260801090000000000000001 --policy-document "$(policy <<'JSON'
{"Version":"2012-10-17","Statement":[{"Action":["sagemaker:*","s3:*","iam:PassRole"],"Effect":"Allow","Resource":"*"}]}
JSON
)"

# Second guide, in its order. The connection was made and confirmed in the console, and is tagged.
aws codeconnections tag-resource --resource-arn "$connection" --tags Key=sagemaker,Value=true

# The secret is stored with the placeholder still in it.
aws secretsmanager create-secret \
    --name sagemaker-github-token \
    --description "GitHub token for SageMaker MLOps" \
    --secret-string '{"token":"your-github-token-here"}'

DOMAIN_ID=$(aws sagemaker list-domains --query 'Domains[0].DomainId' --output text)
SAGEMAKER_EXECUTION_ROLE_ARN=$(aws sagemaker describe-domain --domain-id "$DOMAIN_ID" --query 'DefaultUserSettings.ExecutionRole' --output text)
role=$(echo "$SAGEMAKER_EXECUTION_ROLE_ARN" | cut -d'/' -f3)
aws iam put-role-policy --role-name "$role" --policy-name SageMakerProjectsPassRolePolicy --policy-document "$(policy <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::$account:role/AmazonSageMakerProjectsLaunchRole"
    }
  ]
}
JSON
)"
aws iam put-role-policy --role-name "$role" --policy-name SageMakerProjectsCreateCFNTemplates --policy-document "$(policy <<'JSON'
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack", "cloudformation:DescribeStacks"], "Resource": "arn:aws:cloudformation:*:*:stack/SP-*"},
  {"Effect": "Allow", "Action": ["cloudformation:TagResource", "cloudformation:UntagResource"], "Resource": "arn:aws:cloudformation:*:*:stack/SP-*", "Condition": {"Null": {"aws:ResourceTag/sagemaker:project-name": "false"}}}
]}
JSON
)"
aws iam put-role-policy --role-name "$role" --policy-name SageMakerS3GetObjectTaggingPolicy --policy-document "$(policy <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "arn:aws:s3:::sagemaker*/*"}]}
JSON
)"

BUCKET_NAME="sagemaker-projects-templates-${account}-${AWS_REGION}"
aws s3 mb "s3://$BUCKET_NAME" --region "$AWS_REGION"
cat > "$FILES/cors-policy.json" <<'JSON'
{"CORSRules": [{
  "AllowedHeaders": ["*"],
  "AllowedMethods": ["POST", "PUT", "GET", "HEAD", "DELETE"],
  "AllowedOrigins": ["https://*.sagemaker.aws"],
  "ExposeHeaders": ["ETag", "x-amz-delete-marker", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption", "x-amz-version-id"]
}]}
JSON
aws s3api put-bucket-cors --bucket "$BUCKET_NAME" --cors-configuration "file://$FILES/cors-policy.json"

aws s3 cp "$SEEDS/template.yaml" "s3://$BUCKET_NAME/templates/mlops-github-actions.yaml"
# The guide tags a key that it never uploaded; so this fails, and the template stays untagged.
if aws s3api put-object-tagging --bucket "$BUCKET_NAME" --key mlops-github-actions/template.yaml \
    --tagging 'TagSet=[{Key=sagemaker:studio-visibility,Value=true}]' 2> "$FILES/error"; then
  echo "the guide's tag command was expected to fail" >&2
  exit 1
fi
grep -q NoSuchKey "$FILES/error"

aws sagemaker add-tags --resource-arn "arn:aws:sagemaker:$AWS_REGION:$account:domain/$DOMAIN_ID" \
  --tags "Key=sagemaker:projectS3TemplatesLocation,Value=s3://$BUCKET_NAME/templates/"

# On GitHub: the secrets that the first guide's workflow reads, and the second guide's environment with its reviewer.
curl --silent --fail "$AWS_ENDPOINT_URL/_sandbox/state" | python3 -c '
import hashlib, json, sys
github = json.load(sys.stdin)["github"]
repository = github["repositories"]["octo-org/sagemaker-churn"]
values = {"AWS_ROLE_ARN": sys.argv[1], "SAGEMAKER_EXECUTION_ROLE_ARN": sys.argv[2]}
repository["secrets"] = {name: {"sha256": hashlib.sha256(value.encode()).hexdigest()} for name, value in values.items()}
repository["environments"] = {"production": {"reviewers": [{"type": "User", "id": 4242}]}}
json.dump(github, sys.stdout)' "arn:aws:iam::$account:role/GitHubActionsRole" "$SAGEMAKER_EXECUTION_ROLE_ARN" | control PUT github
