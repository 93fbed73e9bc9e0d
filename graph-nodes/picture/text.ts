/** Estimated width of a text in a sans-serif face, in pixels; too wide rather than too narrow. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += widthOfCharacter(character);
  return size * ems;
}

function widthOfCharacter(character: string): number {
  if (/[il.,:;|!' ()[\]]/.test(character)) return 0.33;
  if (/[mwMW@%±]/.test(character)) return 0.9;
  if (/[A-Z]/.test(character)) return 0.68;
  return (character.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.57;
}

/** The text on one line, cut with an ellipsis if it exceeds the width. */
export function fitted(text: string, size: number, room: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (widthOf(line, size) <= room) return line;
  let kept = '';
  for (const character of line) {
    if (widthOf(`${kept}${character}…`, size) > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text in lines of at most the width, broken between words, and within a word that exceeds it. */
export function wrapped(text: string, size: number, room: number, most = Infinity): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    let line = '';
    const words = paragraph.split(/(?<=\s)/).flatMap((word) => broken(word, size, room));
    for (const word of words) {
      if (line !== '' && widthOf((line + word).trimEnd(), size) > room) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += word;
    }
    lines.push(line.trimEnd());
    if (lines.length > most) break;
  }
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? '';
  return [...lines.slice(0, most - 1), fitted(`${last} ………`, size, room).replace(/[ …]*$/, '…')];
}

function broken(word: string, size: number, room: number): string[] {
  if (widthOf(word.trimEnd(), size) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && widthOf(part + character, size) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
