import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useMessages } from '../words';
import { formatPercent } from '../words/format';
import { principalComponents } from './pca';
import { fewestForUmap, umap } from './umap';

/** Properties that colour points. */
export const colourings = ['instrument', 'type', 'scenario'] as const;
export type Colouring = (typeof colourings)[number];

export interface FeaturePoint {
  readonly values: readonly number[];
  readonly labels: Readonly<Partial<Record<Colouring, string>>>;
}

type Places = readonly (readonly [number, number])[];

/** Shapes around (0, 0), so that colour is not the only distinction of groups. */
const shapes: readonly string[] = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  'M-3.6 -3.6h7.2v7.2h-7.2z',
  'M0 -4.6L4.6 3.6H-4.6z',
  'M0 -5L5 0L0 5L-5 0z',
  'M0 4.6L4.6 -3.6H-4.6z',
  'M-1.4 -4.6h2.8v3.2h3.2v2.8h-3.2v3.2h-2.8v-3.2h-3.2v-2.8h3.2z',
  'M-5 -1.6h10v3.2h-10z',
  'M-1.6 -5h3.2v10h-3.2z',
];
/** Groups with distinct colour and shape; the smaller ones form one group. */
const mostGroups = 7;

/** The labels by their number of points, the most frequent first. */
function groupsOf(points: readonly FeaturePoint[], by: Colouring): string[] {
  const counts = new Map<string, number>();
  for (const { labels } of points) {
    const label = labels[by];
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([label]) => label);
}

/** Size of the picture, in its own coordinates, and its margin. */
const [width, height, margin] = [420, 260, 12];

function scaled(places: Places): Places {
  const along = (axis: 0 | 1, size: number) => {
    const all = places.map((place) => place[axis]);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const range = most - least || 1;
    return (value: number) => margin + ((size - 2 * margin) * (value - least)) / range;
  };
  const [x, y] = [along(0, width), along(1, height)];
  return places.map((place) => [x(place[0]), height - y(place[1])] as const);
}

/** Encoded features in two dimensions, by PCA or UMAP, with colour and shape by group. */
export function Scatter({ title, points }: { readonly title: string; readonly points: readonly FeaturePoint[] }) {
  const m = useMessages().insides;
  const [method, setMethod] = useState<'pca' | 'umap'>('pca');
  const possible = colourings.filter((by) => points.some(({ labels }) => labels[by] !== undefined));
  const [wanted, setColouring] = useState<Colouring>('instrument');
  const by = possible.includes(wanted) ? wanted : (possible[0] ?? 'instrument');
  const pca = useMemo(() => principalComponents(points.map(({ values }) => values)), [points]);
  const embedded = useUmap(points, method === 'umap');
  const places = method === 'pca' ? pca.points : embedded;
  const groups = groupsOf(points, by);
  const shown = groups.slice(0, mostGroups);
  const lookOf = (label: string | undefined) => {
    const index = label === undefined ? -1 : shown.indexOf(label);
    return index < 0 ? mostGroups : index;
  };
  return (
    <figure className="scatter">
      <figcaption>{title}</figcaption>
      <div className="scatter-controls">
        <SegmentedControl
          size="xs"
          aria-label={m.projection}
          value={method}
          onChange={(next) => setMethod(next as typeof method)}
          data={[
            { value: 'pca', label: 'PCA' },
            { value: 'umap', label: 'UMAP', disabled: points.length < fewestForUmap },
          ]}
        />
        {possible.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={m.colouredBy}
            value={by}
            onChange={(next) => setColouring(next as Colouring)}
            data={possible.map((each) => ({ value: each, label: m.colourings[each] }))}
          />
        )}
        <span className="muted" role="status">
          {method === 'pca'
            ? m.explained(formatPercent(100 * (pca.explained[0] + pca.explained[1])))
            : places
              ? ''
              : m.computing}
        </span>
      </div>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={m.scatter(title, points.length, shown.join(', '))}>
        {places &&
          places.length === points.length &&
          scaled(places).map(([x, y], index) => {
            const label = points[index]?.labels[by];
            const look = lookOf(label);
            return (
              <path key={index} d={shapes[look] ?? ''} transform={`translate(${x} ${y})`} data-look={look}>
                {label !== undefined && <title>{label}</title>}
              </path>
            );
          })}
      </svg>
      <ul className="scatter-legend">
        {shown.map((label, look) => (
          <LegendEntry key={label} look={look} label={label} />
        ))}
        {groups.length > shown.length && <LegendEntry look={mostGroups} label={m.otherGroups} />}
      </ul>
    </figure>
  );
}

const LegendEntry = ({ look, label }: { readonly look: number; readonly label: string }) => (
  <li>
    <svg viewBox="-6 -6 12 12" aria-hidden>
      <path d={shapes[look] ?? ''} data-look={look} />
    </svg>
    {label}
  </li>
);

/** UMAP of the points after the user requested it; undefined until it is computed. */
function useUmap(points: readonly FeaturePoint[], wanted: boolean): Places | undefined {
  const [made, setMade] = useState<{ readonly of: readonly FeaturePoint[]; readonly places: Places }>();
  useEffect(() => {
    if (!wanted || made?.of === points || points.length < fewestForUmap) return;
    let current = true;
    void umap(points.map(({ values }) => values)).then((places) => {
      if (current) setMade({ of: points, places });
    });
    return () => {
      current = false;
    };
  }, [points, wanted, made]);
  return made?.of === points ? made.places : undefined;
}
