import Basics
import Checklist
import Glibc
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Command lines")
struct CommandTests {
  /// Calls that hold what a command line can get wrong.
  static let calls: [Call] = [
    Call(.sts, "GetCallerIdentity"),
    Call(.iam, "UpdateAssumeRolePolicy", ["RoleName": "r", "PolicyDocument": #"{"Version":"2012-10-17"}"#]),
    Call(.iam, "GetRole", ["RoleName": "-leading-dash"]),
    Call(.iam, "GetRole", ["RoleName": "a=b,c@d"]),
    Call(
      .iam, "CreateOpenIDConnectProvider",
      [
        "Url": "https://token.actions.githubusercontent.com", "ClientIDList": ["sts.amazonaws.com", "-odd"],
        "ThumbprintList": ["6938fd4d98bab03faadb97b34396831e3780aea1"],
      ]),
    Call(
      .iam, "CreateRole",
      [
        "RoleName": "r", "AssumeRolePolicyDocument": "{}", "Description": "file:///etc/passwd",
        "MaxSessionDuration": 3600, "Tags": [["Key": "a", "Value": "b=c,d"]],
      ]),
    Call(
      .iam, "SimulatePrincipalPolicy",
      ["PolicySourceArn": "arn:aws:iam::1:role/r", "ActionNames": ["s3:GetObject", "iam:PassRole"]]),
    Call(
      .s3, "PutPublicAccessBlock",
      [
        "Bucket": "bucket",
        "PublicAccessBlockConfiguration": ["BlockPublicAcls": true, "IgnorePublicAcls": false],
      ]),
    Call(.s3, "PutBucketPolicy", ["Bucket": "bucket", "Policy": #"{"a":"ü"}"#]),
    Call(.s3, "PutObject", ["Bucket": "bucket", "Key": "seed/template.yaml", "Body": "Resources: {}\n"]),
    Call(.s3, "GetObject", ["Bucket": "bucket", "Key": "seed/template.yaml"]),
    Call("secretsmanager", "CreateSecret", ["Name": "n", "SecretString": "-s3cret with 'quotes'\n"]),
    Call("secretsmanager", "DeleteSecret", ["SecretId": "n", "ForceDeleteWithoutRecovery": false]),
    Call(
      "secretsmanager", "DeleteSecret", ["SecretId": "https://odd.example/", "ForceDeleteWithoutRecovery": true]),
    Call(.sagemaker, "AddTags", ["ResourceArn": "arn:x", "Tags": [["Key": "k", "Value": "[v]"]]]),
    Call("ecr", "DescribeRepositories", ["repositoryNames": ["[aa", "bb"]]),
    Call("codeconnections", "GetConnection", ["ConnectionArn": "arn:x"]),
    Call("cloudformation", "DescribeStacks", ["StackName": "s"]),
    Call(.s3, "PutObject", ["Bucket": "bucket", "Key": "seed/lambda.zip", "Body": ["base64": "UEv/AA=="]]),
    Call(
      .s3, "PutObject", ["Bucket": "bucket", "Key": "lambda.zip"],
      blanks: ["Body": .artifact(Artifact("package.zip", [0x50, 0x4B, 0x00, 0xFE]))]),
    Call("secretsmanager", "CreateSecret", ["Name": "n"], blanks: ["SecretString": .secret(.token)]),
  ]
  /// What the blanks of a call are filled with.
  private static func complete(_ call: Call) throws -> JSONObject {
    try Filled(
      call,
      call.blanks.mapValues { blank in
        if case .artifact(let artifact) = blank { JSON(blob: artifact.content) } else { "in the file" }
      }
    ).input()
  }

  @Test("an archive of texts is made of them")
  func archive() throws {
    let archive = Artifact("f.zip", [0x50, 0x4B, 0xFF], of: ["f.py": "pass\n"])
    let call = Call(.s3, "PutObject", ["Bucket": "bucket", "Key": "f.zip"], blanks: ["Body": .artifact(archive)])
    let rendering = try AWSCommand.render([call])
    #expect(
      rendering.commands == [
        ["python3", "archive.py", "f.zip", "f.py"],
        ["aws", "s3api", "put-object", "--body", "f.zip", "--bucket", "bucket", "--key", "f.zip"],
      ])
    #expect(rendering.files["f.py"] == "pass\n")
    #expect(rendering.files.keys.sorted() == ["archive.py", "f.py"])
  }

  @Test("the shape of a command is the one operators know")
  func known() throws {
    let rendering = try AWSCommand.render([Self.calls[1]], region: "eu-west-1")
    #expect(
      rendering.commands == [
        [
          "aws", "iam", "update-assume-role-policy", "--role-name", "r", "--policy-document",
          "file://trust-policy.json", "--region", "eu-west-1",
        ]
      ])
    #expect(rendering.files == ["trust-policy.json": #"{"Version":"2012-10-17"}"#])
  }

  @Test("no secret stands on a command line")
  func secret() throws {
    let rendering = try AWSCommand.render([Self.calls[11]])
    #expect(!rendering.commands.joined().contains { $0.contains("s3cret") })
    #expect(rendering.files.values.contains { $0.contains("s3cret") })
  }

  /// The Python that has awscli: `ONRAMP_TEST_PYTHON`.
  static let python = Environment.current()["ONRAMP_TEST_PYTHON"]

  @Test(
    "the aws command reads every command as the call it came from",
    .enabled(if: python != nil, "ONRAMP_TEST_PYTHON names no Python that has awscli"))
  func oracle() throws {
    let python = try #require(Self.python)
    var template = Array("/tmp/onramp-command-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { _ = system("rm -r '\(folder)'") }
    var questions = ""
    for (index, call) in Self.calls.enumerated() {
      let place = "\(folder)/\(index)"
      mkdir(place, 0o700)
      let rendering = try AWSCommand.render([call], region: "eu-west-1", secretFile: "\(place)/secret")
      if call.needsSecret { try Self.write("in the file", "\(place)/secret") }
      for (name, content) in rendering.files { try Self.write(content, "\(place)/\(name)") }
      let question = JSON.object(["words": JSON(rendering.commands.last ?? []), "folder": .string(place)])
      // What makes the files of bytes is run as it is printed.
      for words in rendering.commands.dropLast() { #expect(system("cd \(place) && \(ShellWords.line(words))") == 0) }
      questions += question.compact + "\n"
    }
    try Self.write(questions, "\(folder)/questions")
    let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/oracle.py"
    let line = "AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=y '\(python)' '\(script)' < '\(folder)/questions'"
    let pipe = try #require(popen(line, "r"))
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&part, 1, part.count, pipe), count > 0 { output += part[..<count] }
    #expect(pclose(pipe) == 0)
    let answers = try output.split(separator: 0x0A).map { try JSON(parsing: $0) }
    try #require(answers.count == Self.calls.count)
    for (call, answer) in zip(Self.calls, answers) {
      #expect(answer["operation"]?.string == call.operation, "\(answer.compact)")
      #expect(answer["params"] == .object(try Self.complete(call)), "\(answer["params"]?.compact ?? "nothing")")
      #expect(answer["region"] == "eu-west-1")
    }
    print("aws command: \(answers.count) calls compared")
  }

  private static func write(_ text: String, _ path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }
}
