import type { GraphAnalysis } from '../graph/analysis';
import { documentFormat, formatDocument, type GraphDocument } from '../graph/document';
import { socketTypeInfo, type SocketType } from '../graph/sockets';
import { escapeXml, jsonForXml } from './xml';
import { analyseStages } from '../nodes/trainer/analyse-stages';
import {
  around,
  body,
  pictureContent,
  socketCentre,
  type PictureContent,
  type PictureNode,
  type PictureSocket,
  type PictureWire,
} from './content';
import type { Box, Point } from './geometry';
import { drawn, label, labelGap, labelLength } from './measures';
import { fitted, widthOf, wrapped } from './text';
import { palettes, type Palette, type Theme } from './theme';
import { englishWords, type PictureWords } from './words';

/** Attribute of the `metadata` element that contains the document. */
export const carriedAttribute = 'data-format';

export interface PictureOptions {
  readonly theme?: Theme;
  readonly words?: PictureWords;
  readonly analysis?: GraphAnalysis;
  /** Measured widths of nodes, by id. */
  readonly sizes?: ReadonlyMap<string, { readonly width: number }>;
  /** False for a picture that cannot be opened as a graph. */
  readonly carriesDocument?: boolean;
}

const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
const mono = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace";
/** Distance between the graph and the edge of the picture. */
const margin = 40;

type Attributes = Readonly<Record<string, string | number | undefined>>;

const place = (value: number): string => String(Math.round(value * 100) / 100);

function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? place(value) : escapeXml(value)}"`],
  );
  return content.length > 0
    ? `<${name}${written.join('')}>${content.join('')}</${name}>`
    : `<${name}${written.join('')}/>`;
}

/** One line of text; `y` is its middle. */
function text(content: string, { x, y }: Point, size: number, attributes: Attributes = {}): string {
  return element('text', { x, y: y + 0.35 * size, 'font-size': size, ...attributes }, escapeXml(content));
}

const box = ({ x, y, width, height }: Box, attributes: Attributes): string =>
  element('rect', { x, y, width, height, ...attributes });

/** A rectangle with round corners only at its top. */
const topBox = ({ x, y, width, height }: Box, radius: number): string =>
  `M${place(x)} ${place(y + height)}v${place(radius - height)}q0 ${-radius} ${radius} ${-radius}h${place(width - 2 * radius)}q${radius} 0 ${radius} ${radius}v${place(height - radius)}z`;

/** Mixture of two colours with `share` of the first; both as `#rrggbb`. */
function mixed(colour: string, share: number, over: string): string {
  const part = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(share * part(colour, at) + (1 - share) * part(over, at)));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Sizes of the values of a wire, beside its start. */
const labelOf = ({ sizes, wrong }: PictureWire): string => `${wrong ? '✕ ' : ''}${sizes ?? ''}`;

const labelBox = (wire: PictureWire): Box => ({
  x: wire.start.x + labelGap,
  y: wire.start.y - 7.5,
  width: labelLength(labelOf(wire)) - labelGap,
  height: 15,
});

/** Draws in the colours of one theme. */
class Painter {
  constructor(
    private readonly theme: Theme,
    private readonly colours: Palette,
    private readonly words: PictureWords,
  ) {}

  private socketColour(type: SocketType | undefined): string {
    return type === undefined ? this.colours.lineStrong : socketTypeInfo[type].colour[this.theme];
  }

  private glyphOf = (type: SocketType | undefined): string => (type === undefined ? '✕' : socketTypeInfo[type].glyph);

  frame({ title, box: around }: PictureContent['frames'][number]): string {
    const { lineStrong, text: ink } = this.colours;
    const label = fitted(title, 14, around.width - 24);
    return [
      box(around, { rx: 12, fill: lineStrong, 'fill-opacity': 0.09, stroke: lineStrong, 'stroke-width': 1.5 }),
      text(label, { x: around.x + 12, y: around.y + 16 }, 14, { 'font-weight': 620, fill: ink }),
    ].join('');
  }

  note({ text: content, box: around }: PictureContent['notes'][number]): string {
    const lineHeight = 17.5;
    const lines = wrapped(content, 13, around.width - 22, Math.max(1, Math.floor((around.height - 16) / lineHeight)));
    return [
      box(around, { rx: 4, fill: this.colours.note, stroke: this.colours.noteLine }),
      ...lines.map((line, index) =>
        text(line, { x: around.x + 11, y: around.y + 9 + (index + 0.5) * lineHeight }, 13, { fill: this.colours.text }),
      ),
    ].join('');
  }

  private colourOf = ({ type, wrong }: PictureWire): string => (wrong ? this.colours.error : this.socketColour(type));

  wire(wire: PictureWire): string {
    const { edge, way, bypassed, wrong } = wire;
    const dash = wrong ? '7 4' : bypassed ? '2 5' : undefined;
    return element('path', {
      'data-wire': `${edge.from.node}/${edge.from.socket} ${edge.to.node}/${edge.to.socket}`,
      d: way.path,
      fill: 'none',
      stroke: this.colourOf(wire),
      'stroke-width': 2,
      'stroke-dasharray': dash,
    });
  }

  /** Glyph or reroute points of a wire, and its label; drawn over all wires. */
  wireMarks(wire: PictureWire): string {
    const { edge, type, start, way } = wire;
    const via = edge.via ?? [];
    const sizes = labelOf(wire);
    const marks = via.map(({ x, y }) => element('circle', { cx: x, cy: y, r: 6, fill: this.socketColour(type) }));
    if (via.length === 0) {
      const look = {
        fill: this.socketColour(type),
        stroke: this.colours.canvas,
        'stroke-width': 5,
        'paint-order': 'stroke',
        'font-weight': 700,
        'text-anchor': 'middle',
      };
      marks.push(text(this.glyphOf(type), way.middle, 12, look));
    }
    if (sizes !== '') {
      const around = labelBox(wire);
      const look = { fill: this.colourOf(wire), 'font-family': mono, 'word-spacing': label.space };
      marks.push(box(around, { rx: 4, fill: this.colours.canvas }));
      marks.push(text(sizes, { x: around.x + 4, y: start.y }, 11, look));
    }
    return marks.join('');
  }

  node(node: PictureNode): string {
    const { box: around, family, bypassed, frozen, problems, collapsed, comment } = node;
    const accent = family ? this.colours.families[family] : this.colours.lineStrong;
    const failed = problems.some(({ severity }) => severity === 'error');
    const outer = { x: around.x - 2.5, y: around.y - 2.5, width: around.width + 5, height: around.height + 5 };
    return element(
      'g',
      { 'data-node': node.id },
      ...comment.map((line, index) =>
        text(line, { x: around.x, y: around.y - 4 - (comment.length - index - 0.5) * 15 }, 12, {
          fill: this.colours.muted,
          'font-style': 'italic',
        }),
      ),
      ...(frozen ? [box(outer, { rx: 10, fill: 'none', stroke: this.colours.lineStrong })] : []),
      box(
        { x: around.x + 0.5, y: around.y + 0.5, width: around.width - 1, height: around.height - 1 },
        {
          rx: 8,
          fill: this.colours.node,
          stroke: failed ? this.colours.error : this.colours.lineStrong,
          'stroke-dasharray': bypassed ? '4 3' : undefined,
        },
      ),
      this.header(node, accent),
      ...(['input', 'output'] as const).flatMap((side) =>
        (side === 'input' ? node.inputs : node.outputs).map((socket) => this.socket(node, side, socket)),
      ),
      ...(collapsed ? [] : [this.body(node)]),
    );
  }

  private header({ box: around, title, bypassed, frozen, collapsed }: PictureNode, accent: string): string {
    const inner = { x: around.x + 1, y: around.y + 1, width: around.width - 2, height: drawn.header };
    const middle = inner.y + drawn.header / 2;
    const mark = `${frozen ? '❄' : ''}${frozen && bypassed ? ' ' : ''}${bypassed ? this.words.bypassed : ''}`;
    const right = around.x + around.width - body.side;
    const room = around.width - 34 - body.side - (mark === '' ? 0 : widthOf(mark, 11.5) + 8);
    const fill = mixed(accent, 0.11, this.colours.node);
    return [
      collapsed
        ? box(inner, { rx: 7, fill })
        : element('path', { d: topBox(inner, 7), fill }) +
          box({ ...inner, y: inner.y + drawn.header - 1, height: 1 }, { fill: this.colours.line }),
      element('circle', { cx: around.x + 19, cy: middle, r: 6, fill: 'none', stroke: accent, 'stroke-width': 3 }),
      text(fitted(title, 13.5, room), { x: around.x + 34, y: middle }, 13.5, {
        'font-weight': 620,
        fill: this.colours.text,
        'text-decoration': bypassed ? 'line-through' : undefined,
      }),
      ...(mark === ''
        ? []
        : [text(mark, { x: right, y: middle }, 11.5, { fill: this.colours.muted, 'text-anchor': 'end' })]),
    ].join('');
  }

  private socket(node: PictureNode, side: 'input' | 'output', { name, type, optional }: PictureSocket): string {
    const { x, y } = socketCentre(node, side, name);
    const inward = side === 'input' ? 1 : -1;
    return [
      element('circle', {
        'data-socket': `${node.id}/${side}/${name}`,
        cx: x,
        cy: y,
        r: drawn.handle / 2 - 1,
        fill: this.socketColour(type),
        stroke: this.colours.node,
        'stroke-width': 2,
        'stroke-dasharray': optional ? '3 2' : undefined,
      }),
      text(this.glyphOf(type), { x, y }, 10, {
        fill: this.colours.glyph,
        'font-weight': 700,
        'text-anchor': 'middle',
      }),
      ...(node.collapsed
        ? []
        : [
            text(fitted(name, 13, node.box.width / 2 - 12), { x: x + 15 * inward, y }, 13, {
              fill: this.colours.text,
              'text-anchor': side === 'input' ? undefined : 'end',
            }),
          ]),
    ].join('');
  }

  /** Values, facts and problems, below the sockets. */
  private body({ box: around, inputs, outputs, values, facts, problems, bypassed }: PictureNode): string {
    const [left, right] = [around.x + body.side, around.x + around.width - body.side];
    const sockets = Math.max(inputs.length, outputs.length) * drawn.socket + 2 * drawn.gap;
    let y = around.y + drawn.border + drawn.header + sockets;
    const parts: string[] = [];
    const rule = () =>
      parts.push(box({ x: around.x + 1, y, width: around.width - 2, height: 1 }, { fill: this.colours.line }));
    const opacity = bypassed ? 0.55 : undefined;
    if (values.length > 0) {
      rule();
      y += body.padding;
      for (const { title, value } of values) {
        const label = fitted(title, 12, 0.75 * (right - left));
        const room = right - left - widthOf(label, 12) - 8;
        const middle = y + drawn.value / 2;
        parts.push(text(label, { x: left, y: middle }, 12, { fill: this.colours.muted, opacity }));
        const look = { fill: this.colours.text, 'font-family': mono, 'text-anchor': 'end', opacity };
        parts.push(text(fitted(value, 12, Math.max(24, room / 1.1)), { x: right, y: middle }, 12, look));
        y += drawn.value;
      }
      y += body.padding;
    }
    for (const fact of facts) {
      rule();
      const line = fitted(fact, 12, right - left);
      parts.push(text(line, { x: left, y: y + body.fact / 2 }, 12, { fill: this.colours.muted, opacity }));
      y += body.fact;
    }
    for (const { severity, lines } of problems) {
      const height = lines.length * body.problem + 2 * body.problemPadding;
      const soft = severity === 'error' ? this.colours.errorSoft : this.colours.warningSoft;
      const ink = this.colours[severity];
      parts.push(box({ x: around.x + 1, y, width: around.width - 2, height: height - 1 }, { rx: 4, fill: soft }));
      parts.push(text(severity === 'error' ? '✕' : '⚠', { x: left, y: y + 13 }, 12, { fill: ink }));
      for (const [index, line] of lines.entries()) {
        const middle = y + body.problemPadding + (index + 0.5) * body.problem;
        parts.push(text(line, { x: left + 18, y: middle }, body.problemSize, { fill: ink }));
      }
      y += height;
    }
    return parts.join('');
  }
}

/** Part of the plane that a picture shows. */
function viewOf({ nodes, wires, frames, notes }: PictureContent): Box {
  const points = wires.flatMap(({ way }) => way.line);
  const all = around([
    ...nodes.map((node) => node.box),
    ...nodes.flatMap(({ box: own, comment }) =>
      comment.length === 0 ? [] : [{ ...own, y: own.y - 4 - 15 * comment.length }],
    ),
    ...frames.map((frame) => frame.box),
    ...notes.map((note) => note.box),
    ...wires.filter((wire) => labelOf(wire) !== '').map(labelBox),
    ...points.map((point) => ({ ...point, width: 0, height: 0 })),
  ]) ?? { x: 0, y: 0, width: 240, height: 120 };
  return { x: all.x - margin, y: all.y - margin, width: all.width + 2 * margin, height: all.height + 2 * margin };
}

/** Draws a graph as an SVG file, as {@link pictureSteps} does, in one step. */
export function graphPicture(document: GraphDocument, options: PictureOptions = {}): string {
  const steps = pictureSteps(document, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Draws a graph as an SVG file: frames, wires, nodes and notes as in the editor, as shapes and text only. The file refers to no
 * other file. Its `metadata` contains the document. Each step handles one node or wire, so that a window can do other work
 * between the steps.
 */
export function* pictureSteps(
  document: GraphDocument,
  options: PictureOptions = {},
): Generator<undefined, string, undefined> {
  const { theme = 'light', words = englishWords, carriesDocument = true } = options;
  const content = yield* pictureContent(
    document,
    options.analysis ?? analyseStages(document),
    words,
    options.sizes ?? new Map(),
  );
  const view = viewOf(content);
  const painter = new Painter(theme, palettes[theme], words);
  const metadata = carriesDocument
    ? [
        element(
          'metadata',
          { [carriedAttribute]: documentFormat },
          escapeXml(jsonForXml(formatDocument(document).trimEnd())),
        ),
      ]
    : [];
  const nodes: string[] = [];
  for (const node of content.nodes) {
    nodes.push(painter.node(node));
    yield;
  }
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: view.width,
      height: view.height,
      viewBox: [view.x, view.y, view.width, view.height].map(place).join(' '),
      'font-family': sans,
      role: 'img',
    },
    element('title', {}, escapeXml(document.title)),
    ...metadata,
    box(view, { fill: palettes[theme].canvas }),
    ...content.frames.map((frame) => painter.frame(frame)),
    ...content.wires.map((wire) => painter.wire(wire)),
    ...content.wires.map((wire) => painter.wireMarks(wire)),
    ...nodes,
    ...content.notes.map((note) => painter.note(note)),
  );
}
