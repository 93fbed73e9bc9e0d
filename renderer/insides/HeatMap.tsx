import { memo } from 'react';
import { heatPaths } from '../ui/preview-paths';
import type { Values } from './tensor';

/** Number of shades of an enlarged heat map. */
const shades = 12;

interface HeatMapProps {
  /** [rows, columns] */
  readonly values: Values;
  /** Text alternative; absent if the text beside it is the same. */
  readonly label?: string;
  /** Value of the darkest shade, so that several heat maps can be compared. */
  readonly scale?: number;
  readonly className?: string;
}

/** Values as shades: full cells of one colour above 0, hollow ones of another below. */
export const HeatMap = memo(function HeatMap({ values: { shape, values }, label, scale, className }: HeatMapProps) {
  const [rows = 1, columns = 1] = shape;
  const most = scale ?? values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const negative = values.some((value) => value < 0);
  return (
    <svg
      className={`heat-map ${className ?? ''}`}
      viewBox={`0 0 ${columns} ${rows}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <Shades values={values} columns={columns} most={most} cell="full" className="heat-positive" />
      {negative && (
        <Shades
          values={values.map((value) => -value)}
          columns={columns}
          most={most}
          cell="hollow"
          className="heat-negative"
        />
      )}
    </svg>
  );
});

interface ShadesProps {
  readonly values: readonly number[];
  readonly columns: number;
  readonly most: number;
  readonly cell: 'full' | 'hollow';
  readonly className: string;
}

const Shades = ({ values, columns, most, cell, className }: ShadesProps) => (
  <g className={className}>
    {heatPaths(values, columns, shades, most, cell).map((path, shade) => (
      <path key={shade} d={path} opacity={1 - shade / shades} />
    ))}
  </g>
);
