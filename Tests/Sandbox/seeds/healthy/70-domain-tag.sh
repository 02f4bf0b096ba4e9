domain=$(aws sagemaker list-domains --query 'Domains[0].DomainId' --output text)
aws sagemaker add-tags --resource-arn "arn:aws:sagemaker:$AWS_REGION:$account:domain/$domain" \
  --tags "Key=sagemaker:projectS3TemplatesLocation,Value=s3://$bucket/templates/"
