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
