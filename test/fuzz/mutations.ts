import fc from 'fast-check';

/**
 * A change of a file: of its bytes, of a number or a string in its text, or of a value in its JSON. Places are taken
 * modulo the length.
 */
export type Edit =
  | { readonly edit: 'flip'; readonly at: number; readonly bit: number }
  | { readonly edit: 'cut'; readonly at: number; readonly length: number }
  | { readonly edit: 'insert'; readonly at: number; readonly text: string; readonly times: number }
  | { readonly edit: 'copy'; readonly from: number; readonly to: number; readonly length: number }
  | { readonly edit: 'number'; readonly pick: number; readonly text: string }
  | { readonly edit: 'replace'; readonly pick: number; readonly value: unknown }
  | { readonly edit: 'nudge'; readonly pick: number; readonly by: number }
  | { readonly edit: 'remove'; readonly pick: number }
  | { readonly edit: 'rename'; readonly pick: number; readonly name: string };

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Numerals that are valid JSON but unexpected, and two that are invalid. */
const numerals = ['0', '-1', '0.5', '1e999', '-1e999', '1e-999', '9007199254740993', '-0', '4294967296', '01', 'NaN'];
const names = ['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'version', '..', 'a\nb', '\ud800', '한글'];
const inserted = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  '\n',
  '\0',
  '\ufeff',
  '{"a":',
  '1e999',
  '"__proto__":{},',
  'null,',
  '[1},',
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e308, '', '../../x', 'CON', 'x'.repeat(100_000), [], {}, [[]]),
  fc.constantFrom<unknown>(...names),
  fc.constant<unknown>(Array.from({ length: 3000 }, () => 0)),
  fc.constant<unknown>(JSON.parse('{"__proto__":{"format":1},"constructor":{"prototype":1}}')),
  fc.jsonValue({ maxDepth: 3 }),
);

const place = fc.nat({ max: 2 ** 30 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ edit: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ edit: fc.constant('cut' as const), at: place, length: fc.nat({ max: 64 }) }),
  fc.record({
    edit: fc.constant('insert' as const),
    at: place,
    text: fc.oneof(fc.constantFrom(...inserted), fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })),
    // Deep enough that recursive code would fail.
    times: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 5000),
  }),
  fc.record({ edit: fc.constant('copy' as const), from: place, to: place, length: fc.nat({ max: 200 }) }),
  fc.record({ edit: fc.constant('number' as const), pick: place, text: fc.constantFrom(...numerals) }),
  // Changed values pass the first checks more often than changed bytes.
  { weight: 4, arbitrary: fc.record({ edit: fc.constant('replace' as const), pick: place, value: odd }) },
  { weight: 3, arbitrary: fc.record({ edit: fc.constant('nudge' as const), pick: place, by: fc.integer() }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant('remove' as const), pick: place }) },
  fc.record({ edit: fc.constant('rename' as const), pick: place, name: fc.constantFrom(...names) }),
);

/** One change in most cases, so that later checks are reached too, and up to five. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.oneof(
  { weight: 3, arbitrary: edit.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(edit, { minLength: 2, maxLength: 5 }) },
);

/** Applies changes in order; a change of JSON has no effect on other bytes. */
export const applyEdits = (bytes: Uint8Array, all: readonly Edit[]): Uint8Array => all.reduce(apply, bytes);

function apply(bytes: Uint8Array, change: Edit): Uint8Array {
  const { length } = bytes;
  switch (change.edit) {
    case 'flip': {
      // A copy; the slice of a Buffer would share its memory.
      const changed = new Uint8Array(bytes);
      if (length > 0) changed[change.at % length] = (changed[change.at % length] as number) ^ (1 << change.bit);
      return changed;
    }
    case 'cut': {
      const at = change.at % (length + 1);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.length)]);
    }
    case 'insert': {
      const at = change.at % (length + 1);
      return Buffer.concat([bytes.subarray(0, at), text(change.text.repeat(change.times)), bytes.subarray(at)]);
    }
    case 'copy': {
      const [from, to] = [change.from % (length + 1), change.to % (length + 1)];
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, from + change.length), bytes.subarray(to)]);
    }
    case 'number':
      return replaceNumber(bytes, change.pick, change.text);
    default:
      return editJson(bytes, change);
  }
}

function replaceNumber(bytes: Uint8Array, pick: number, numeral: string): Uint8Array {
  const source = Buffer.from(bytes).toString('latin1');
  const found = [...source.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/giu)];
  const one = found[pick % (found.length || 1)];
  if (!one) return bytes;
  return Buffer.from(source.slice(0, one.index) + numeral + source.slice(one.index + one[0].length), 'latin1');
}

type Holder = Record<string, unknown>;

/** All places of a JSON value below its root. */
function placesIn(value: unknown): [holder: Holder, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key], ...placesIn(holder[key])] as [Holder, string][]);
}

/** A value of the same type. */
function nudged(value: unknown, by: number): unknown {
  if (typeof value === 'number') return by % 2 === 0 ? value + (by % 100) : value * ((by % 100) / 10);
  if (typeof value === 'string') return by % 2 === 0 ? `${value}x` : value.slice(1);
  return typeof value === 'boolean' ? !value : value;
}

function editJson(
  bytes: Uint8Array,
  change: Extract<Edit, { edit: 'replace' | 'nudge' | 'remove' | 'rename' }>,
): Uint8Array {
  let root: unknown;
  try {
    root = JSON.parse(new TextDecoder().decode(bytes));
    const all = placesIn(root);
    const [holder, key] = all[change.pick % (all.length || 1)] ?? [];
    if (!holder || key === undefined) return bytes;
    if (change.edit === 'replace') holder[key] = change.value;
    else if (change.edit === 'nudge') holder[key] = nudged(holder[key], change.by);
    else {
      const value = holder[key];
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      if (change.edit === 'rename') Object.defineProperty(holder, change.name, { value, enumerable: true });
    }
    return text(JSON.stringify(root));
  } catch {
    // Not JSON, or nested too deep for JSON.stringify.
    return bytes;
  }
}
