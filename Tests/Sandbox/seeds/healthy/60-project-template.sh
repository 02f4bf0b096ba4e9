aws s3 cp "$SEEDS/template.yaml" "s3://$bucket/templates/mlops-github-actions.yaml"
aws s3api put-object-tagging --bucket "$bucket" --key templates/mlops-github-actions.yaml \
  --tagging 'TagSet=[{Key=sagemaker:studio-visibility,Value=true}]'
