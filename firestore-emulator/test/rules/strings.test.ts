import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/reference/rules/rules.String

describeCases("string literals", [
  ["'it\\'s' == \"it's\"", true],
  ['"say \\"hi\\"" == \'say "hi"\'', true],
  ["'\\u0041' == 'A'", true],
  ["'\\x41' == 'A'", true],
  ["'\\101' == 'A'", true],
  ["'\\U0001F600'.size() == 1", true],
  ["'a\\nb'.size() == 3", true],
  ["'a\\\\b'.size() == 3", true],
  ["'\\d'.size() == 2", true],
  ["'//no comment' == '//no comment'", true],
  ["'' == \"\"", true],
]);

describeCases("string concatenation, indexes and slices", [
  ["'a' + 'b' + 'c' == 'abc'", true],
  ["resource.data.text + '!' == 'Hello, World!'", true],
  ["'hello'[0] == 'h'", true],
  ["'hello'[4] == 'o'", true],
  ["'hello'[5] == ''", "Index out of bound error. Index: [5] , size: [5]."],
  ["'hello'[-1] == 'o'", "Index out of bound error. Index: [-1]"],
  ["'hello'['a'] == 'o'", "Unsupported operation error. Received: string[string]."],
  ["'hello'[1:3] == 'el'", true],
  ["'hello'[0:5] == 'hello'", true],
  ["'hello'[3:3] == ''", true],
  ["'hello'[2:99] == 'llo'", "Index out of bound error. Index: [98] , size: [5]."],
  ["'hello'[0:0] == ''", "Index out of bound error. Index: [-1]"],
  ["'hello'[3:1] == ''", "Index out of bound error."],
]);

describeCases("string.size", [
  ["resource.data.text.size() == 12", true],
  ["resource.data.empty.size() == 0", true],
  ["'é'.size() == 1", true],
  ["resource.data.emoji.size() == 3", true],
  ["'abc'.size(1) == 3", "Incorrect number of arguments. Received: 1. Expected: string.size()."],
]);

describeCases("string.lower, upper and trim", [
  ["'Hello'.lower() == 'hello'", true],
  ["'Hello'.upper() == 'HELLO'", true],
  ["'  a b '.trim() == 'a b'", true],
  ["'\\t\\na'.trim() == 'a'", true],
]);

describeCases("string.matches: RE2, the whole string", [
  ["'hello'.matches('hello')", true],
  ["'hello world'.matches('world')", false],
  ["'hello world'.matches('.*world')", true],
  ["'abc123'.matches('[a-z]+[0-9]+')", true],
  ["'abc123!'.matches('[a-z]+[0-9]+')", false],
  ["'user@domain.com'.matches('.*@domain[.]com')", true],
  ["'banana'.matches('b(an)*a')", true],
  ["request.auth.token.email.matches('.*@example\\\\.com')", true],
  ["'2026-03-02'.matches('\\\\d{4}-\\\\d{2}-\\\\d{2}')", true],
  ["'2026-03-02'.matches('^\\\\d{4}-\\\\d{2}-\\\\d{2}$')", true],
  ["'Abc'.matches('(?i)abc')", true],
  ["'a\\nb'.matches('a.b')", false],
  ["'a\\nb'.matches('(?s)a.b')", true],
  ["'ä'.matches('\\\\pL')", true],
  ["''.matches('')", true],
  ["'a|b'.matches('a|b')", false],
  ["'b'.matches('a|b')", true],
  ["'x'.matches('(')", "Invalid regular expression"],
  ["'aa'.matches('(a)\\\\1')", "Invalid regular expression"],
  ["'a'.matches('a(?=b)')", "Invalid regular expression"],
  [
    "'a'.matches(1)",
    "Unsupported operation error. Received: string.matches(int). Expected: string.matches(string).",
  ],
  ["'a'.matches(null)", "Null value error."],
]);

describeCases("string.split", [
  ["'a,b,c'.split(',') == ['a', 'b', 'c']", true],
  ["'a1b22c'.split('[0-9]+') == ['a', 'b', 'c']", true],
  ["'foo/bar/baz'.split('/')[1] == 'bar'", true],
  ["'abc'.split('x') == ['abc']", true],
  ["'a,,b'.split(',') == ['a', '', 'b']", true],
  ["'ada@example.com'.split('@')[1] == 'example.com'", true],
]);

describeCases("string.replace", [
  ["'foobar'.replace('foo', 'bar') == 'barbar'", true],
  ["'ababa'.replace('a', 'x') == 'xbxbx'", true],
  ["'a1b2'.replace('[0-9]', '') == 'ab'", true],
  ["'abc'.replace('z', 'x') == 'abc'", true],
  ["'abc'.replace('b', '$1') == 'abc'", "Invalid replacement"],
  ["'abc'.replace('b', '$') == 'a$c'", "Invalid replacement"],
  ["'john smith'.replace('(\\\\w+) (\\\\w+)', '$2 $1') == 'smith john'", true],
  [
    "'abc'.replace('a') == 'x'",
    "Incorrect number of arguments. Received: 1. Expected: string.replace(string, string).",
  ],
]);

describeCases("string.toUtf8", [
  ["'abc'.toUtf8() == b'abc'", true],
  ["'é'.toUtf8().size() == 2", true],
  ["''.toUtf8().size() == 0", true],
]);

// firebase.google.com/docs/reference/rules/rules.Bytes

describeCases("bytes", [
  ["b'\\342\\202\\254'.size() == 3", true],
  ["b'\\xE2\\x82\\xAC' == '€'.toUtf8()", true],
  ["b'\\342\\202\\254'.toBase64() == '4oKs'", true],
  ["b'\\342\\202\\254'.toHexString() == 'E282AC'", true],
  ["'hi'.toUtf8().toBase64() == 'aGk='", true],
  ["'~~~'.toUtf8().toBase64() == 'fn5-'", true],
  ["resource.data.bytes.size() == 3", true],
  ["resource.data.bytes.toHexString() == '0102FF'", true],
  ["resource.data.bytes is bytes", true],
  ["b\"a\" == b'a'", true],
  ["b'a'.lower() == b'a'", "Function not found error: Name: [lower]."],
]);

// firebase.google.com/docs/reference/rules/rules.hashing

describeCases("hashing", [
  ["hashing.md5('').toHexString() == 'D41D8CD98F00B204E9800998ECF8427E'", true],
  [
    "hashing.sha256('abc').toHexString() == 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'",
    true,
  ],
  ["hashing.crc32('123456789').toHexString() == '2639F4CB'", true],
  ["hashing.crc32c('123456789').toHexString() == '839206E3'", true],
  ["hashing.md5('hello'.toUtf8()) == hashing.md5('hello')", true],
  ["hashing.sha256('a') is bytes", true],
  ["hashing.crc32('a').size() == 4", true],
  ["hashing.md5(1) == b''", "Unsupported operation error. Received: hashing.md5(int)."],
  ["hashing.sha1('a') == b''", "Function not found error: Name: [hashing.sha1]."],
]);
