// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentFormat, parseDocument, readDocument, type GraphDocument } from '../graph/document';
import { socketTypeInfo } from '../graph/sockets';
import { findKind } from '../nodes/catalogue';
import { carriedAttribute, graphPicture, type PictureOptions } from './picture';
import { palettes } from './theme';
import { fitted, wrapped, widthOf } from './text';

const root = path.resolve(import.meta.dirname, '../..');
const preset = (name: string): GraphDocument =>
  parseDocument(readFileSync(path.join(root, 'presets', `${name}.json`), 'utf8'));

const nine = preset('orchestra-rmm-avr');

function parsed(document: GraphDocument, options?: PictureOptions): Document {
  const picture = new DOMParser().parseFromString(graphPicture(document, options), 'image/svg+xml');
  expect(picture.querySelector('parsererror')).toBeNull();
  return picture;
}

const carried = (picture: Document): GraphDocument =>
  parseDocument(picture.querySelector(`metadata[${carriedAttribute}="${documentFormat}"]`)?.textContent ?? '');

const number = (element: Element | null, name: string): number => Number(element?.getAttribute(name));

/** First and last point of a path. */
function endsOf(d: string): [number[], number[]] {
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(([value]) => Number(value));
  return [numbers.slice(0, 2), numbers.slice(-2)];
}

describe('a picture of a graph with nine nodes', () => {
  const svg = graphPicture(nine);
  const picture = parsed(nine);

  it('is a drawing of less than 300 KB that loads no files', () => {
    expect(nine.nodes).toHaveLength(9);
    expect(svg.length).toBeLessThan(300_000);
    expect(svg).not.toMatch(/foreignObject|<image|<script|href=|url\(/);
    expect(svg).not.toContain('NaN');
  });

  it('has the title, main parameters and sockets of every node', () => {
    for (const { id, kind } of nine.nodes) {
      const drawn = picture.querySelector(`[data-node="${id}"]`);
      const texts = [...(drawn?.querySelectorAll('text') ?? [])].map((each) => each.textContent);
      expect(texts).toContain(findKind(kind)?.title);
      for (const { name } of [...(findKind(kind)?.inputs ?? []), ...(findKind(kind)?.outputs ?? [])]) {
        expect(texts).toContain(name);
      }
    }
    const rmm = picture.querySelector('[data-node="rmm"]')?.textContent;
    expect(rmm).toContain('Slots L');
  });

  it('has a path for every wire, from socket to socket in the colour of its type', () => {
    expect(picture.querySelectorAll('[data-wire]')).toHaveLength(nine.edges.length);
    for (const { from, to } of nine.edges) {
      const wire = picture.querySelector(`[data-wire="${from.node}/${from.socket} ${to.node}/${to.socket}"]`);
      const [start, end] = endsOf(wire?.getAttribute('d') ?? '');
      const socket = (side: string, { node, socket: name }: typeof from) =>
        picture.querySelector(`[data-socket="${node}/${side}/${name}"]`);
      const [output, input] = [socket('output', from), socket('input', to)];
      // A wire begins and ends at the outer side of a handle, whose radius is 9.
      expect(start).toEqual([number(output, 'cx') + 9, number(output, 'cy')]);
      expect(end).toEqual([number(input, 'cx') - 9, number(input, 'cy')]);
      const type = findKind(nine.nodes.find(({ id }) => id === from.node)?.kind ?? '')?.outputs.find(
        ({ name }) => name === from.socket,
      )?.type;
      expect(wire?.getAttribute('stroke')).toBe(type && socketTypeInfo[type].colour.light);
    }
  });

  it('contains the document', () => {
    expect(carried(picture)).toEqual(nine);
    expect(graphPicture(nine, { carriesDocument: false })).not.toContain(documentFormat);
  });

  it('has separate colours in dark mode', () => {
    expect(parsed(nine, { theme: 'dark' }).querySelector('rect')?.getAttribute('fill')).toBe(palettes.dark.canvas);
  });
});

describe('a picture', () => {
  it('has frames, notes, reroute points, comments, and marks of bypassed, frozen and wrong parts', () => {
    const [first, second] = nine.nodes;
    const edge = nine.edges[0];
    if (!first || !second || !edge) throw new Error('The preset has nodes and wires.');
    const picture = parsed({
      ...nine,
      nodes: nine.nodes.map((node) => ({
        ...node,
        bypassed: node.id === 'avr',
        ...(node.id === 'rmm' && { frozen: true, comment: 'Look here' }),
        ...(node.id === 'head' && { parameters: { width: 'wide' } }),
      })),
      edges: nine.edges.map((each) => (each === edge ? { ...each, via: [{ x: -321, y: 55 }] } : each)),
      groups: [{ id: 'g', title: 'Inputs', nodes: [first.id, second.id] }],
      notes: [{ id: 'n', text: 'One\nTwo', position: { x: 5, y: -400 } }],
    });
    const texts = [...picture.querySelectorAll('text')].map((each) => each.textContent);
    expect(texts).toEqual(expect.arrayContaining(['Inputs', 'One', 'Two', 'Look here', 'off', '❄', '✕']));
    expect(number(picture.querySelector('circle[r="6"][cx="-321"]'), 'cy')).toBe(55);
    const [x = 0, y = 0] = (picture.documentElement.getAttribute('viewBox') ?? '').split(' ').map(Number);
    expect(x).toBeLessThanOrEqual(-321);
    expect(y).toBeLessThanOrEqual(-400);
  });

  it('is also drawn for an empty graph', () => {
    expect(graphPicture({ ...nine, nodes: [], edges: [] })).not.toMatch(/NaN|Infinity/);
  });

  it('keeps the document and its own elements with any texts', () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '<',
            '>',
            '&',
            '"',
            "'",
            ']]>',
            '</metadata>',
            '<!--',
            '&#0;',
            '\u0000',
            '\ufffe',
            '\r\n',
            '\\',
          ),
          fc.string({ unit: 'binary', maxLength: 4 }),
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join('').slice(0, 60));
    const elements = (picture: Document) => [...picture.querySelectorAll('*')].map(({ localName }) => localName).sort();
    const withText = (text: string) =>
      readDocument(
        JSON.parse(
          JSON.stringify({
            ...nine,
            title: text,
            description: text,
            nodes: nine.nodes.slice(0, 1).map((node) => ({ ...node, title: text })),
            edges: [],
            groups: [{ id: 'g', title: text, nodes: [nine.nodes[0]?.id] }],
          }),
        ),
      );
    const plain = elements(parsed(withText('plain')));
    fc.assert(
      fc.property(hostile, (text) => {
        const document = withText(text);
        const picture = parsed(document);
        expect(carried(picture)).toEqual(document);
        expect(elements(picture)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('has the colours of the editor', () => {
    const css = readFileSync(path.join(root, 'renderer/ui/colours.css'), 'utf8');
    const families = readFileSync(path.join(root, 'renderer/ui/families.css'), 'utf8');
    for (const theme of ['light', 'dark'] as const) {
      const block = (text: string) => text.split(`[data-mantine-color-scheme='${theme}']`)[1] ?? '';
      const { families: own, text: _, ...surfaces } = palettes[theme];
      for (const [name, colour] of Object.entries(surfaces)) {
        const variable = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        expect(block(css)).toContain(`--studio-${variable}: ${colour};`);
      }
      for (const [family, colour] of Object.entries(own)) {
        expect(block(families)).toMatch(new RegExp(`accent-${family.toLowerCase()}\\) {\\s*--accent: ${colour};`));
      }
    }
  });
});

describe('text of a picture', () => {
  it('is cut and broken to its room', () => {
    expect(fitted('short', 12, 200)).toBe('short');
    expect(fitted('a text that is far too long', 12, 60)).toMatch(/^a.+…$/);
    const lines = wrapped('one two three fourfivesixseveneight', 12, 60);
    expect(lines.join('')).toContain('fourfive');
    expect(lines.every((line) => widthOf(line, 12) <= 60)).toBe(true);
    expect(wrapped('one two three four five six', 12, 40, 2)).toHaveLength(2);
  });
});
