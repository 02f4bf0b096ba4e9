# The connection that was there, tagged so that SageMaker's roles may use it.
aws codeconnections tag-resource --resource-arn "$connection" --tags Key=sagemaker,Value=true
