import { useState } from 'react';
import { useMessages } from '../words';
import { Choice } from './Addressings';
import { Curve } from './Curve';
import { SecondGrids } from './SecondGrids';
import { partAt, type Titled } from './tensor';

interface StepsProps {
  /** A number for each cell before the first step and after each, [S, T, H, W]. */
  readonly steps: Titled;
  /** Curves over the S maps, or over the noise of all steps, the least noise first. */
  readonly curves: readonly Titled[];
}

/** The reverse process: a slider over its steps, the map at the current one, and curves with the step marked. */
export function Steps({ steps, curves }: StepsProps) {
  const m = useMessages().insides;
  const [done, setDone] = useState(0);
  const count = steps.shape[0] ?? 1;
  const left = count - 1 - done;
  const most = steps.values.reduce((largest, value) => Math.max(largest, value), 0);
  return (
    <div className="inside-steps">
      <Choice title={m.step} value={done} count={count} onChange={setDone} text={m.stepOf(done, count - 1, left)} />
      <h3>{steps.title}</h3>
      <SecondGrids grids={partAt(steps, done)} title={steps.title} scale={most} />
      {curves.map(({ name, title, values }) => (
        <Curve
          key={name}
          title={title}
          values={values}
          at={values.length === count ? done : left > 0 ? left - 1 : undefined}
        />
      ))}
    </div>
  );
}
