# The package of the trigger's function: one stored file, the same bytes each time, under both of its keys.
package=lambda-github-workflow-trigger
hash=$(python3 - "$SEEDS/../../../Sources/Blueprints/trigger/lambda_function.py" "$FILES/$package.zip" <<'PYTHON'
import hashlib, pathlib, sys, zipfile
code, archive = map(pathlib.Path, sys.argv[1:])
entry = zipfile.ZipInfo(code.name, (1980, 1, 1, 0, 0, 0))
entry.create_system, entry.external_attr = 3, 0o100644 << 16
with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
    written.writestr(entry, code.read_bytes())
print(hashlib.sha256(archive.read_bytes()).hexdigest()[:12])
PYTHON
)
aws s3 cp "$FILES/$package.zip" "s3://$bucket/$package.zip"
aws s3 cp "$FILES/$package.zip" "s3://$bucket/$package-$hash.zip"
