import Checklist
import JSONDocument

extension TemplateBucketStep {
  // A setting put back: the whole of it, or its removal where there was none.

  static func tagging(_ tags: [String: String], _ context: Context) -> Call {
    tags.isEmpty
      ? Call(.s3, "DeleteBucketTagging", context.bucketInput())
      : Call(.s3, "PutBucketTagging", context.bucketInput(["Tagging": ["TagSet": JSON(tagList: tags)]]))
  }

  static func cors(_ rules: [JSON], _ context: Context) -> Call {
    rules.isEmpty
      ? Call(.s3, "DeleteBucketCors", context.bucketInput())
      : Call(.s3, "PutBucketCors", context.bucketInput(["CORSConfiguration": ["CORSRules": .array(rules)]]))
  }

  static func publicAccess(_ switches: JSONObject?, _ context: Context) -> Call {
    switches.map {
      Call(.s3, "PutPublicAccessBlock", context.bucketInput(["PublicAccessBlockConfiguration": .object($0)]))
    }
      ?? Call(.s3, "DeletePublicAccessBlock", context.bucketInput())
  }

  static func policy(_ text: String?, _ context: Context) -> Call {
    text.map { Call(.s3, "PutBucketPolicy", context.bucketInput(["Policy": .string($0)])) }
      ?? Call(.s3, "DeleteBucketPolicy", context.bucketInput())
  }

  static func encryption(_ rules: JSON, _ context: Context) -> Call {
    rules.isNull
      ? Call(.s3, "DeleteBucketEncryption", context.bucketInput())
      : Call(.s3, "PutBucketEncryption", context.bucketInput(["ServerSideEncryptionConfiguration": rules]))
  }

  /// A bucket that once kept versions can only stop to.
  static func versioning(_ status: String, _ context: Context) -> Call {
    Call(.s3, "PutBucketVersioning", context.bucketInput(["VersioningConfiguration": ["Status": .string(status)]]))
  }

  static func objectOwnership(_ setting: String?, _ context: Context) -> Call {
    setting.map {
      Call(
        .s3, "PutBucketOwnershipControls",
        context.bucketInput(["OwnershipControls": ["Rules": [["ObjectOwnership": .string($0)]]]]))
    } ?? Call(.s3, "DeleteBucketOwnershipControls", context.bucketInput())
  }
}
