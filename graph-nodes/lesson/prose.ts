/** A run of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: 'plain' | 'strong' | 'emphasis' | 'code';
}

/** A paragraph, or a list with an item each. */
export interface Prose {
  readonly type: 'paragraph' | 'list' | 'numbered';
  /** Items of the list; one for a paragraph. */
  readonly items: readonly (readonly Span[])[];
}

const styled = /\*\*(?<strong>[^*]+)\*\*|\*(?<star>[^*]+)\*|(?<!\w)_(?<line>[^_]+)_(?!\w)|`(?<code>[^`]+)`/g;

/** `**strong**`, `*emphasis*`, `_emphasis_` and `` `code` `` as spans; other characters stay unchanged. */
export function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) spans.push({ text: text.slice(end, to), style: 'plain' });
  };
  for (const match of text.matchAll(styled)) {
    plain(match.index);
    const { strong, star, line, code } = match.groups ?? {};
    const emphasis = star ?? line;
    if (strong !== undefined) spans.push({ text: strong, style: 'strong' });
    else if (emphasis !== undefined) spans.push({ text: emphasis, style: 'emphasis' });
    else if (code !== undefined) spans.push({ text: code, style: 'code' });
    end = match.index + match[0].length;
  }
  plain(text.length);
  return spans;
}

const items = { list: /^[-*] +(.*)$/, numbered: /^\d+[.)] +(.*)$/ } as const;

/** Paragraphs and lists of Markdown lines. An empty line ends each; an indented line continues an item. */
export function proseOf(lines: readonly string[]): Prose[] {
  const found: { type: Prose['type']; texts: string[] }[] = [];
  let open = false;
  for (const line of lines) {
    const trimmed = line.trim();
    const last = found.at(-1);
    if (trimmed === '') {
      open = false;
      continue;
    }
    const [type, text] = itemOf(trimmed);
    if (type !== 'paragraph' && last?.type === type) last.texts.push(text);
    else if (open && last && type === 'paragraph') last.texts.push(`${last.texts.pop() ?? ''} ${text}`);
    else found.push({ type, texts: [text] });
    open = true;
  }
  return found.map(({ type, texts }) => ({ type, items: texts.map(spansOf) }));
}

function itemOf(line: string): [Prose['type'], string] {
  for (const type of ['list', 'numbered'] as const) {
    const text = items[type].exec(line)?.[1];
    if (text !== undefined) return [type, text];
  }
  return ['paragraph', line];
}
