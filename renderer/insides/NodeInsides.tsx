import type { Inside, UsageOverTraining } from '../../engine/contract/stage';
import type { InsideView, NodeInside } from '../../graph-nodes/graph/kind';
import { Addressings } from './Addressings';
import { Curve } from './Curve';
import { Chances, TimeAttention } from './OverTime';
import { Scatter, type FeaturePoint } from './Scatter';
import { SecondGrids } from './SecondGrids';
import { Steps } from './Steps';
import type { Titled } from './tensor';

interface NodeInsidesProps {
  /** Insides that the kind declares, with titles in the current language. */
  readonly declared: readonly NodeInside[];
  /** Values of one node and variant. */
  readonly insides: readonly Inside[];
  /** Features of several questions for the scatter plot; absent if only those of the question are known. */
  readonly points?: readonly FeaturePoint[] | undefined;
  /** Use of the slots of the node over the training. */
  readonly usage?: readonly UsageOverTraining[] | undefined;
}

interface Part extends Titled, Pick<Inside, 'nearest'> {
  readonly view: InsideView;
}

/**
 * Insides that are drawn together: an addressing up to its slots, steps with their curves, and each of the others separately.
 */
export function groupParts(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    const before = last?.at(-1)?.view;
    const continues =
      (before === 'addressing' && (part.view === 'addressing' || part.view === 'slots')) ||
      ((before === 'steps' || before === 'curve') && part.view === 'curve');
    if (last && continues) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** All insides of a node for one question, each in the view that its kind declares. */
export function NodeInsides({ declared, insides, points, usage }: NodeInsidesProps) {
  const parts = declared.flatMap(({ name, title, view }): Part[] => {
    const inside = insides.find((candidate) => candidate.name === name);
    return inside ? [{ ...inside, title, view }] : [];
  });
  return groupParts(parts).map((group) => (
    <section key={group.map(({ name }) => name).join()} className="inside">
      <Group {...{ group, points, usage }} />
    </section>
  ));
}

interface GroupProps extends Pick<NodeInsidesProps, 'points' | 'usage'> {
  readonly group: readonly Part[];
}

function Group({ group, points, usage }: GroupProps) {
  const [first] = group;
  if (!first) return null;
  switch (first.view) {
    case 'addressing': {
      const slots = group.find(({ view }) => view === 'slots');
      const addressings = group.filter(({ view }) => view === 'addressing');
      const read = addressings.at(-1)?.name;
      return <Addressings {...{ addressings, slots }} usage={usage?.find(({ name }) => name === read)} />;
    }
    case 'slots':
      return null;
    case 'steps':
      return <Steps steps={first} curves={group.slice(1)} />;
    case 'curve':
      return group.map(({ name, title, values }) => <Curve key={name} title={title} values={values} />);
    case 'attention over the grid':
      return (
        <>
          <h3>{first.title}</h3>
          <SecondGrids grids={first} title={first.title} />
        </>
      );
    case 'attention over time':
      return <TimeAttention attention={first} />;
    case 'chances':
      return <Chances chances={first} />;
    case 'features':
      return points && points.length > 0 ? <Scatter title={first.title} points={points} /> : null;
  }
}
