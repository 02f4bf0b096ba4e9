# An account where a data science team works already: a SageMaker domain with its
# execution role, a connection to GitHub that nobody tagged, and things that are
# nobody's business.
. "$SEEDS/repository.sh"

policy() { cat > "$FILES/policy.json"; echo "file://$FILES/policy.json"; }

trust() {
  policy <<JSON
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "$1.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
JSON
}

execution_role=AmazonSageMaker-ExecutionRole-20260801T090000
aws iam create-role --path /service-role/ --role-name "$execution_role" \
  --description "SageMaker execution role created from the SageMaker AWS Management Console." \
  --assume-role-policy-document "$(trust sagemaker)"
aws iam attach-role-policy --role-name "$execution_role" --policy-arn arn:aws:iam::aws:policy/AmazonSageMakerFullAccess

aws sagemaker create-domain --domain-name churn-studio --auth-mode IAM --vpc-id vpc-0a1b2c3d4e5f60718 --subnet-ids subnet-0a1b2c3d4e5f60718 \
  --default-user-settings "ExecutionRole=arn:aws:iam::123456789012:role/service-role/$execution_role"

connection=$(aws codeconnections create-connection --provider-type GitHub --connection-name churn-github --query ConnectionArn --output text)
control POST connection <<JSON
{"arn": "$connection", "status": "AVAILABLE"}
JSON

# Nobody's business from here on.
aws iam create-role --role-name WebServer --description "Runs the shop" --tags Key=team,Value=shop \
  --assume-role-policy-document "$(trust ec2)"
aws iam put-role-policy --role-name WebServer --policy-name ReadAssets --policy-document "$(policy <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-assets-123456789012/*"}]}
JSON
)"
aws iam create-role --role-name AnalyticsNotebook --path /analytics/ --max-session-duration 7200 \
  --assume-role-policy-document "$(trust sagemaker)"
aws s3api create-bucket --bucket shop-assets-123456789012
aws s3api put-bucket-versioning --bucket shop-assets-123456789012 --versioning-configuration Status=Enabled
for text in first second; do
  echo "$text version" > "$FILES/index.html"
  aws s3api put-object --bucket shop-assets-123456789012 --key site/index.html --body "$FILES/index.html" --tagging page=home
done
aws s3api put-object --bucket shop-assets-123456789012 --key old.html --body "$FILES/index.html"
aws s3api delete-object --bucket shop-assets-123456789012 --key old.html
aws s3api put-bucket-tagging --bucket shop-assets-123456789012 --tagging 'TagSet=[{Key=team,Value=shop}]'
aws secretsmanager create-secret --name shop/database --description "Nothing to see" --secret-string '{"note":"a sandbox keeps no passwords"}'
aws ecr create-repository --repository-name shop/web --image-scanning-configuration scanOnPush=true
# A name that is taken: in another account, where this one may not look.
as_stranger aws s3api create-bucket --bucket sagemaker-projects-taken-elsewhere
