import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/reference/rules/rules.List

describeCases("lists", [
  ["['a', 'b'][0] == 'a'", true],
  ["[1, [2, 3]][1][0] == 2", true],
  ["[][0] == 1", "Index out of bound error. Index: [0] , size: [0]."],
  ["['a'][1] == 'a'", "Index out of bound error. Index: [1] , size: [1]."],
  ["['a'][-1] == 'a'", "Index out of bound error. Index: [-1]"],
  ["['a'][0.0] == 'a'", "Unsupported operation error. Received: list[float]."],
  ["['a', 'b', 'c'][0:2] == ['a', 'b']", true],
  ["['a', 'b', 'c'][1:3] == ['b', 'c']", true],
  ["['a', 'b', 'c'][2:2] == []", true],
  ["['a', 'b', 'c'][3:3] == []", true],
  ["['a', 'b'][0:0] == []", "Index out of bound error. Index: [-1]"],
  ["['a', 'b'][1:99] == []", "Index out of bound error. Index: [98] , size: [2]."],
  ["resource.data.list[1] == 'b'", true],
  ["[1, 2,] == [1, 2]", true],
  ["[1, 'a', null, [], {}].size() == 5", true],
]);

describeCases("list methods", [
  ["['a', 'b'].size() == 2", true],
  ["[].size() == 0", true],
  ["['a'].concat(['b']) == ['a', 'b']", true],
  ["['a'].concat(['a']) == ['a', 'a']", true],
  [
    "['a'].concat('b') == ['a', 'b']",
    "Unsupported operation error. Received: list.concat(string). Expected: list.concat(list).",
  ],
  ["['a', 'b'].hasAll(['a', 'b'])", true],
  ["['a', 'b'].hasAll(['a', 'c'])", false],
  ["['a', 'b'].hasAll([])", true],
  ["['a', 'b'].hasAny(['c', 'a'])", true],
  ["['a', 'b'].hasAny(['c', 'd'])", false],
  ["['a', 'b'].hasAny([])", false],
  ["['a', 'b'].hasOnly(['a', 'b', 'c'])", true],
  ["['a', 'b'].hasOnly(['a'])", false],
  ["['a', 'a'].hasOnly(['a'])", true],
  ["[].hasOnly([])", true],
  [
    "['a'].hasAny(['a'].toSet())",
    "Unsupported operation error. Received: list.hasAny(set). Expected: list.hasAny(list).",
  ],
  ["['a', 'b'].join(',') == 'a,b'", true],
  ["[1, true, 'x', null].join('-') == '1-true-x-null'", true],
  ["[].join(',') == ''", true],
  ["['a', 'b', 'a'].removeAll(['a']) == ['b']", true],
  ["['a', 'b'].removeAll([]) == ['a', 'b']", true],
  ["['a', 'b'].removeAll(['c']) == ['a', 'b']", true],
  ["[1, 2, 2].toSet() == [1, 2].toSet()", true],
  ["resource.data.numbers.toSet().size() == 3", true],
  ["resource.data.list.hasAll(['a', 'c'])", true],
  ["[1, 2].hasAny([2.0])", true],
  ["['a'].union(['b']) == ['a', 'b']", "Function not found error: Name: [union]."],
]);

// firebase.google.com/docs/reference/rules/rules.Set

describeCases("set methods", [
  ["['a', 'b'].toSet().difference(['b'].toSet()) == ['a'].toSet()", true],
  ["['a', 'b'].toSet().intersection(['b', 'c'].toSet()) == ['b'].toSet()", true],
  ["['a'].toSet().union(['b'].toSet()) == ['a', 'b'].toSet()", true],
  ["['a', 'b'].toSet().hasAll(['a'])", true],
  ["['a', 'b'].toSet().hasAll(['a', 'z'])", false],
  ["['a', 'b'].toSet().hasAny(['z', 'b'])", true],
  ["['a', 'b'].toSet().hasAny(['z'])", false],
  ["['a', 'b'].toSet().hasOnly(['a', 'b', 'c'])", true],
  ["['a', 'b'].toSet().hasOnly(['a'])", false],
  ["['a'].toSet().hasAll(['a'].toSet())", true],
  ["['a', 'b'].toSet().size() == 2", true],
  ["[].toSet().size() == 0", true],
  ["'a' in ['a', 'b'].toSet()", true],
  ["[1, 1.0].toSet().size() == 1", true],
  [
    "['a'].toSet().difference(['a']) == [].toSet()",
    "Unsupported operation error. Received: set.difference(list). Expected: set.difference(set).",
  ],
  ["['a'].toSet()[0] == 'a'", "Unsupported operation error. Received: set[int]."],
  ["['a'].toSet().join(',') == 'a'", "Function not found error: Name: [join]."],
]);

// firebase.google.com/docs/reference/rules/rules.Map

describeCases("maps", [
  ["{'a': 1}.a == 1", true],
  ["{'a': 1}['a'] == 1", true],
  ["{'a': {'b': 2}}.a.b == 2", true],
  ["{'a': 1,}.size() == 1", true],
  ["{'a' + 'b': 1}.ab == 1", true],
  ["{1: 'a'} == {}", "Unsupported operation error. Received: map key int."],
  ["{'a': 1}[0] == 1", "Unsupported operation error. Received: map[int]."],
  ["resource.data.map.b.c == 'deep'", true],
  ["resource['data']['map']['a'] == 1", true],
]);

describeCases("map methods", [
  ["{'a': 1, 'b': 2}.size() == 2", true],
  ["{}.size() == 0", true],
  ["{'a': 1, 'b': 2}.keys().hasAll(['a', 'b'])", true],
  ["{'a': 1}.keys() is list", true],
  ["{'a': 1, 'b': 2}.keys().hasOnly(['a', 'b'])", true],
  ["resource.data.map.keys().size() == 2", true],
  ["{'a': 1, 'b': 2}.values().hasAll([1, 2])", true],
  ["{'a': 1}.values() == [1]", true],
  ["{'a': 1}.get('a', 2) == 1", true],
  ["{'a': 1}.get('b', 2) == 2", true],
  ["{'a': {'b': 3}}.get(['a', 'b'], 0) == 3", true],
  ["{'a': {'b': 3}}.get(['a', 'c'], 0) == 0", true],
  ["{'a': 1}.get(['a', 'b'], 0) == 0", true],
  ["{'a': 1}.get(['x', 'y'], 0) == 0", true],
  ["{'a': null}.get('a', 1) == null", true],
  ["resource.data.get('missing', 'default') == 'default'", true],
  ["resource.data.get('missing', null) == null", true],
  [
    "{'a': 1}.get('a') == 1",
    "Incorrect number of arguments. Received: 1. Expected: map.get(string, any), map.get(list, any).",
  ],
  ["{'a': 1}.get(1, 2) == 1", "Unsupported operation error. Received: map.get(int, int)."],
]);

// firebase.google.com/docs/reference/rules/rules.MapDiff

describeCases("map differences", [
  ["{'a': 1, 'b': 2}.diff({'a': 1}).addedKeys() == ['b'].toSet()", true],
  ["{'a': 1}.diff({'a': 1, 'b': 2}).addedKeys() == [].toSet()", true],
  ["{'a': 1}.diff({'a': 1, 'b': 2}).removedKeys() == ['b'].toSet()", true],
  ["{'a': 1, 'b': 2}.diff({'a': 2, 'b': 2}).changedKeys() == ['a'].toSet()", true],
  ["{'a': 1, 'b': 2}.diff({'a': 2, 'b': 2}).unchangedKeys() == ['b'].toSet()", true],
  ["{'a': 1, 'b': 2, 'c': 3}.diff({'b': 3, 'c': 3, 'd': 4}).affectedKeys() == ['a', 'b', 'd'].toSet()", true],
  ["{'a': 1}.diff({'a': 1}).affectedKeys().size() == 0", true],
  ["{'a': {'x': 1}}.diff({'a': {'x': 1}}).affectedKeys().size() == 0", true],
  ["{'a': {'x': 1}}.diff({'a': {'x': 2}}).changedKeys().hasOnly(['a'])", true],
  ["{'a': 1}.diff({'a': 1.0}).affectedKeys().size() == 0", true],
  ["{'a': 1}.diff({'a': null}).changedKeys().hasAll(['a'])", true],
  ["{}.diff({}).affectedKeys() is set", true],
  ["{'a': 1}.diff({}).affectedKeys().hasAny(['a'])", true],
  ["{'a': 1}.diff(null).affectedKeys().size() == 0", "Null value error."],
  [
    "{'a': 1}.diff([]).affectedKeys().size() == 0",
    "Unsupported operation error. Received: map.diff(list). Expected: map.diff(map).",
  ],
  [
    "['a'].hasAny({'a': 1}.diff({}).affectedKeys())",
    "Unsupported operation error. Received: list.hasAny(set).",
  ],
]);
