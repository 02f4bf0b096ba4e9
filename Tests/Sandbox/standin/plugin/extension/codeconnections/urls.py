"""Where moto finds CodeConnections."""

from .responses import CodeConnectionsResponse

url_bases = [r"https?://codeconnections\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CodeConnectionsResponse.dispatch}
