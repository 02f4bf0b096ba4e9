# The same account, set up as the guides mean it: the subject of this very
# repository, scoped permissions, the template tagged where it lies.
. "$SEEDS/domain.sh"

account=123456789012
bucket="sagemaker-projects-templates-$account-$AWS_REGION"
repository='repo:octo-org@583231/sagemaker-churn@1296269'

# A file a step, in the order of their numbers.
for step in "$SEEDS"/healthy/*.sh; do
  . "$step"
done
