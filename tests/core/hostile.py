"""What a `next` may hold that would lead to another site, to a script, or to a second header."""

SCHEMES = [
    "https://evil.test", "http://evil.test", "HTTPS://EVIL.TEST", "https:evil.test", "https:/evil.test",
    "http:///evil.test",
    "https:///evil.test", "https:\\\\evil.test", "ftp://evil.test", "ws://evil.test", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "javascript://%0aalert(1)",
    "data:text/html,x", "vbscript:x", "blob:https://evil.test/x", "file:///etc/passwd", "mailto:x@evil.test",
    "http://localhost@evil.test", "http://localhost:80@evil.test", "http://localhost.evil.test", "http://evil.test#localhost",
]  # fmt: skip
SLASHES = [
    "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\/evil.test", "\\\\evil.test", "/\\/evil.test",
    "/\\\\evil.test", "\\evil.test", "//evil.test/%2e%2e", "//evil.test\\@localhost", "//localhost@evil.test",
    "//evil%2etest",
    "//[::1]", "//[::1", "//0x7f.1", "//evil.test:443/", "/..//evil.test", "/.//evil.test", "/x/..//evil.test",
    "/x//evil.test", "/x/\\evil.test", "/;//evil.test", "//\u00adevil.test", "//evil\u3002test",
]  # fmt: skip
ENCODED = [
    "%2f%2fevil.test", "/%2fevil.test", "/%2Fevil.test", "/%5cevil.test", "/%5Cevil.test", "%5c%5cevil.test",
    "/%252fevil.test",
    "/%255cevil.test", "/%252f%252fevil.test", "/%2e%2e//evil.test", "/%09/evil.test", "/%0d%0aLocation:x", "/%00",
    "/%0a/evil.test", "/%ef%bc%8fevil.test",
]  # fmt: skip
UNSEEN = [
    "/\t/evil.test", "\t//evil.test", "/\n/evil.test", "/\r/evil.test", "\n//evil.test", " //evil.test", "/ /evil.test",
    "\x00//evil.test", "/x\x00y", "/\r\nLocation: x", "/\x0b/evil.test", "/\u200b/evil.test",
    "\ufeff//evil.test", "/\u2028/evil.test",
    "/\uff0fevil.test", "/\uff3cevil.test", "\uff0f\uff0fevil.test",
]  # fmt: skip
NO_PATH = [None, "", "?x", "#x", "t/acme", "@evil.test", ".", "..//evil.test", "evil.test", "/" + "x" * 3000]
HOSTILE = [*SCHEMES, *SLASHES, *ENCODED, *UNSEEN, *NO_PATH]
