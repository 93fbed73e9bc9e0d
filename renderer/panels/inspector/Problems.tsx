import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconWand } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Problem } from '../../../graph-nodes/graph/analysis';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { findKind, nodeTexts, wireText } from '../../words/kinds';
import { connectAllInputs, offerSettings } from '../../commands/commands';
import { showNodes } from '../../commands/viewport';
import { problemText } from '../../words/faults';
import { useMessages, type Messages } from '../../words';
import { connectAll, fixFor, type Fix } from '../../documents/fixes';
import { describeParameters, showValue } from '../../words/parameter-schema';
import { edit, select, useDocument } from '../../documents/active-graph';

function go(node: string): void {
  select([node]);
  showNodes([node]);
}

/** Problems as sentences. A problem of a node leads to the node; one with a fix has a button for it. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const m = useMessages();
  return (
    <ul className="problems" aria-label={m.problems.label}>
      {problems.map((problem, index) => {
        const { severity, node } = problem;
        const message = problemText(problem);
        return (
          <li key={`${index} ${message}`} data-severity={severity}>
            {severity === 'error' ? (
              <IconAlertCircle size={15} aria-label={m.problems.error} role="img" />
            ) : (
              <IconAlertTriangle size={15} aria-label={m.problems.warning} role="img" />
            )}
            <div>
              {node === undefined ? (
                <span>{message}</span>
              ) : (
                <UnstyledButton onClick={() => go(node)}>{message}</UnstyledButton>
              )}
              <FixButton problem={problem} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function WandButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button className="fix" size="compact-xs" variant="default" leftSection={<IconWand size={13} />} onClick={onClick}>
      {label}
    </Button>
  );
}

function FixButton({ problem }: { readonly problem: Problem }) {
  const m = useMessages();
  const document = useDocument();
  const fix = fixFor(document, problem);
  if (!fix) return null;
  return (
    <WandButton
      label={describe(fix, document, m)}
      onClick={() => {
        edit(() => fix.document);
        if (fix.what === 'add') offerSettings(fix.kind);
      }}
    />
  );
}

/** Button that adds all wires that fix problems, if there are several. */
export function ConnectAll() {
  const m = useMessages();
  const document = useDocument();
  const wires = useMemo(() => connectAll(document).wires, [document]);
  if (wires < 2) return null;
  return <WandButton label={m.fixes.connectAll(wires)} onClick={connectAllInputs} />;
}

function describe(fix: Fix, before: GraphDocument, m: Messages): string {
  const f = m.fixes;
  const name = nodeTexts(before);
  switch (fix.what) {
    case 'connect':
      return f.connect(name(fix.from), fix.socket);
    case 'add':
      return f.add(findKind(fix.kind)?.title ?? fix.kind);
    case 'set':
      return f.set(titleOfParameter(fix), name(fix.node), showValue(fieldOf(fix), fix.value));
    case 'reset':
      return f.reset(titleOfParameter(fix));
    case 'removeWire':
      return f.removeWire(wireText(fix.edge, name));
    case 'removeNode':
      return f.removeNode(name(fix.node));
    case 'useAgain':
      return f.useAgain(name(fix.node));
    case 'route':
      return f.route(fix.outputs.join(', '), name(fix.node));
    case 'unfreeze':
      return f.unfreeze(name(fix.node));
    case 'removeFromStage':
      return f.removeFromStage(name(fix.item), fix.stage);
    case 'setInStage':
      return f.setInStage(titleOfParameter(fix), fix.stage, showValue(fieldOf(fix), fix.value));
    case 'renameStage':
      return f.renameStage(fix.stage, fix.name);
    case 'removeStages':
      return f.removeStages(name(fix.node));
  }
}

type ParameterFix = Fix & { readonly node: string; readonly parameter: string };

function fieldOf({ document, node, parameter }: ParameterFix) {
  const kind = findKind(document.nodes.find(({ id }) => id === node)?.kind ?? '');
  const fields = kind ? describeParameters(kind) : [];
  return fields.find(({ name }) => name === parameter);
}

const titleOfParameter = (fix: ParameterFix): string => fieldOf(fix)?.title ?? fix.parameter;
