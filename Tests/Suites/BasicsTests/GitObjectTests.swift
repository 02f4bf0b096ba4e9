import Basics
import Testing

@Suite struct GitObjectTests {
  /// By `git hash-object`.
  @Test(arguments: [
    ("", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"), ("x\n", "587be6b4c3f93f93c489c0111bba5596147a26cb"),
    ("what is up, doc?", "bd9dbf5aae1a3862dd1526723246b20206e5fc37"),
  ])
  func aTextHasGitsName(_ text: String, _ name: String) { #expect(GitObject.blob(text) == name) }

  /// Around the ends of blocks, by the same command: so many bytes of `ä`, and one `a` where the number is odd.
  @Test(arguments: [
    (45, "c8e4b7f8ac242461fb932ee334f20fe5bfe9b0dc"), (46, "322c9636dba97362c8e3da98c8e55407b54ec503"),
    (47, "508d71c045d5a8510c92f1c1f13e9af0a38b8d20"), (48, "4189e7bdf3d1ce8ee2600ab272d84f6ecd6a4e0d"),
    (55, "773f2664546b1117882067d05b236611f4594933"), (56, "02f895e90ce07fde903afda6197bfbd42435ce70"),
    (57, "2af39d554ba581652b7434c08ab061b9f85c2635"), (63, "1a4564d7d41843e40348acddb5de5dd6f505c666"),
    (64, "f305923b046f1681508643e035180a7f189f4578"), (65, "a234e904513a408071b1278c7005f066af55e43d"),
    (119, "2378326a22f2a46ee6d21768bb18e5609ad5eac6"), (120, "ff41d0f1428102ef2a345e38918635a5198bd3ed"),
    (1000, "f4a02fa40cf7a9294a755b2deb4df238fc6a3828"), (100_000, "0ce79680a83a954dc94249032a0be4cce4f822ef"),
  ])
  func everyLengthHasGitsName(_ length: Int, _ name: String) {
    let text = String(repeating: "ä", count: length / 2) + String(repeating: "a", count: length % 2)
    #expect(GitObject.blob(text) == name)
  }
}
