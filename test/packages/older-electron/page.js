// Functions that Chromium 108 lacks and the editor calls.
const define = (target, functions) => {
  for (const [name, value] of Object.entries(functions)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
};

define(Array.prototype, {
  toReversed() {
    return [...this].reverse();
  },
  toSorted(compare) {
    return [...this].sort(compare);
  },
  toSpliced(...parameters) {
    const copy = [...this];
    copy.splice(...parameters);
    return copy;
  },
  with(index, value) {
    const copy = [...this];
    copy[index] = value;
    return copy;
  },
});
define(Promise, {
  withResolvers() {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  },
});
define(URL, {
  canParse(text, base) {
    try {
      return Boolean(new URL(text, base));
    } catch {
      return false;
    }
  },
});
const grouped = (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index);
    groups.set(key, [...(groups.get(key) ?? []), item]);
    index += 1;
  }
  return groups;
};
define(Object, { groupBy: (items, keyOf) => Object.fromEntries(grouped(items, keyOf)) });
define(Map, { groupBy: grouped });
define(Set.prototype, {
  union(other) {
    return new Set([...this, ...other]);
  },
  intersection(other) {
    return new Set([...this].filter((one) => other.has(one)));
  },
  difference(other) {
    return new Set([...this].filter((one) => !other.has(one)));
  },
  isSubsetOf(other) {
    return [...this].every((one) => other.has(one));
  },
});
const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
const listed = (name) =>
  function (...parameters) {
    const value = [...this][name](...parameters);
    return Array.isArray(value) ? value.values() : value;
  };
define(iterator, {
  toArray() {
    return [...this];
  },
  take(count) {
    return [...this].slice(0, count).values();
  },
  drop(count) {
    return [...this].slice(count).values();
  },
  ...Object.fromEntries(
    ['map', 'filter', 'flatMap', 'some', 'every', 'find', 'reduce', 'forEach'].map((name) => [name, listed(name)]),
  ),
});
