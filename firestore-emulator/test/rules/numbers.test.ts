import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/reference/rules/rules.math

describeCases("math", [
  ["math.abs(-1) == 1", true],
  ["math.abs(-1.5) == 1.5", true],
  ["math.abs(3) is int", true],
  ["math.ceil(4.2) == 5", true],
  ["math.ceil(-4.2) == -4", true],
  ["math.ceil(4.2) is int", true],
  ["math.floor(4.8) == 4", true],
  ["math.floor(-4.2) == -5", true],
  ["math.floor(4) == 4", true],
  ["math.round(4.5) == 5", true],
  ["math.round(4.2) == 4", true],
  ["math.round(-4.7) == -5", true],
  ["math.sqrt(25.0) == 5.0", true],
  ["math.sqrt(4) == 2.0", true],
  ["math.isNaN(math.sqrt(-1.0))", true],
  ["math.pow(2, 3) == 8.0", true],
  ["math.pow(2.0, 0.5) > 1.41", true],
  ["math.pow(2, 3) is float", true],
  ["math.isNaN(1.0)", false],
  ["math.isNaN(resource.data.nan)", true],
  ["math.isInfinite(1.0 / 0.0)", true],
  ["math.isInfinite(1.0)", false],
  ["math.ceil(1.0 / 0.0) == 1", "Cannot convert Infinity to an integer."],
  ["math.ceil(1e300) == 1", "Integer overflow error."],
  ["math.abs(-9223372036854775808) > 0", "Integer overflow error."],
  [
    "math.abs('a') == 1",
    "Unsupported operation error. Received: math.abs(string). Expected: math.abs(int), math.abs(float).",
  ],
  ["math.pow(2) == 4.0", "Incorrect number of arguments. Received: 1."],
  ["math.abs(null) == 1", "Null value error."],
]);

// firebase.google.com/docs/reference/rules/rules.Integer, rules.Float, rules.String, rules.Boolean

describeCases("int()", [
  ["int('2') == 2", true],
  ["int('-3') == -3", true],
  ["int('+3') == 3", true],
  ["int('007') == 7", true],
  ["int(2.9) == 2", true],
  ["int(-2.9) == -2", true],
  ["int(5) == 5", true],
  ["int(2.0) is int", true],
  ["int('9223372036854775807') == 9223372036854775807", true],
  [
    "int('9223372036854775808') > 0",
    "Type conversion error. Argument: [9223372036854775808], From type: [string], To type: [int].",
  ],
  ["int('1.5') == 1", "Type conversion error. Argument: [1.5], From type: [string], To type: [int]."],
  ["int('12abc') == 12", "Type conversion error."],
  ["int('') == 0", "Type conversion error."],
  ["int(1e300) == 9223372036854775807", true],
  ["int(resource.data.nan) == 0", true],
  [
    "int(true) == 1",
    "Unsupported operation error. Received: int(bool). Expected: int(string), int(int), int(float).",
  ],
  ["int([]) == 1", "Unsupported operation error. Received: int(list)."],
]);

describeCases("float()", [
  ["float('2.2') == 2.2", true],
  ["float(3) == 3.0", true],
  ["float(3) is float", true],
  ["float('1e3') == 1000.0", true],
  ["float('-.5') == -0.5", true],
  ["math.isNaN(float('NaN'))", true],
  ["math.isInfinite(float('Infinity'))", true],
  ["float('abc') == 1.0", "Type conversion error. Argument: [abc], From type: [string], To type: [float]."],
  ["float(false) == 0.0", "Unsupported operation error. Received: float(bool)."],
]);

describeCases("string()", [
  ["string(true) == 'true'", true],
  ["string(1) == '1'", true],
  ["string(-5) == '-5'", true],
  ["string(2.5) == '2.5'", true],
  ["string(2.0) == '2.0'", true],
  ["string(null) == 'null'", true],
  ["string('a') == 'a'", true],
  ["string(/a/b) == '/a/b'", true],
  ["string([]) == ''", "Unsupported operation error."],
]);

describeCases("bool() and path()", [
  ["bool('true')", true],
  ["bool('false')", false],
  ["bool('yes')", "Type conversion error. Argument: [yes], From type: [string], To type: [bool]."],
  ["bool(1)", "Unsupported operation error. Received: bool(int)."],
  ["path('a/b') is path", true],
  ["path('/a/b') == path('a/b')", true],
  [
    "path(path('a/b')) == path('a/b')",
    "Unsupported operation error. Received: path(path). Expected: path(string).",
  ],
]);
