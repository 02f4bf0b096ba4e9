import Basics
import Blueprints
import Checklist

/// An object that onramp keeps in the bucket of the templates.
struct KeptObject: Sendable {
  let key: String
  /// Under which the journal tells of its upload.
  let item: ItemKey
  /// Whether a version says what onramp uploads, or what one of its builds brought.
  let isOurs: @Sendable (_ version: String, World, Context) async -> Look<Bool>

  static func all(_ context: Context) -> [KeptObject] {
    let template = KeptObject(key: context.setup.templateKey, item: ProjectTemplateStep.objectKey) {
      version, world, context in
      await StoredText.look(at: context.setup.templateKey, version: version, world, context).map { stored in
        stored.text == context.template
          || ProjectTemplate.generations.contains(SHA256.hexadecimal(of: stored.text))
      }
    }
    let packages = PackageObject.items(context).map { key, item in
      KeptObject(key: key, item: item) { version, world, context in
        await StoredPackage.look(at: key, version: version, world, context).map { $0.origin != .others }
      }
    }
    return [template] + packages
  }
}
