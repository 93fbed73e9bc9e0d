import { useMessages } from '../words';
import { HeatMap } from './HeatMap';
import { partAt, type Values } from './tensor';

interface SecondGridsProps {
  /** [T, H, W] */
  readonly grids: Values;
  readonly title: string;
  /** Value of the darkest shade; absent: the largest of the grids. */
  readonly scale?: number;
}

/** The grids of all seconds, side by side, with one scale. */
export function SecondGrids({ grids, title, scale }: SecondGridsProps) {
  const m = useMessages().insides;
  const { shape, values } = grids;
  const [seconds = 1, height = 1, width = 1] = shape;
  const most = scale ?? values.reduce((largest, value) => Math.max(largest, value), 0);
  return (
    <ul className="second-grids" aria-label={title}>
      {Array.from({ length: seconds }, (_, second) => {
        const grid = partAt(grids, second);
        const at = grid.values.indexOf(Math.max(...grid.values));
        const label = m.gridOfSecond(second + 1, Math.floor(at / width) + 1, (at % width) + 1, grid.values[at] ?? 0);
        return (
          <li key={second} style={{ aspectRatio: `${width} / ${height}` }}>
            <HeatMap values={grid} label={label} scale={most} />
            <span className="mono" aria-hidden>
              {second + 1}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
