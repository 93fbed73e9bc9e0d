import { Tooltip } from '@mantine/core';
import { useStore } from 'zustand';
import { lightNode } from '../../commands/canvas-view';
import { useAnalysis, useDocument } from '../../documents/active-graph';
import { logOf, ownRun } from '../../session/own-run';
import { useMessages } from '../../words';
import { equationParts, liveSymbols, type LiveSymbol } from './symbols';

interface EquationsProps {
  readonly node: string;
  readonly equations: readonly string[];
}

/** Equations of a node. A symbol with a known number shows it and highlights its node. */
export function Equations({ node, equations }: EquationsProps) {
  const losses = useStore(ownRun, (run) => logOf(run, node)?.steps.at(-1)?.losses);
  const symbols = liveSymbols(useDocument(), useAnalysis(), node, losses);
  return equations.map((equation) => (
    <p key={equation} className="equation">
      {equationParts(equation, symbols).map((part, index) => {
        const symbol = symbols.get(part);
        return symbol ? <KnownSymbol key={index} name={part} symbol={symbol} /> : part;
      })}
    </p>
  ));
}

function KnownSymbol({ name, symbol: { value, node } }: { readonly name: string; readonly symbol: LiveSymbol }) {
  const m = useMessages().insides;
  const light = () => lightNode(node);
  const dim = () => lightNode(undefined);
  return (
    <Tooltip label={m.symbol(name, value)} events={{ hover: true, focus: true, touch: true }} openDelay={0}>
      <button
        type="button"
        className="equation-symbol"
        aria-label={m.symbol(name, value)}
        onMouseEnter={light}
        onMouseLeave={dim}
        onFocus={light}
        onBlur={dim}
      >
        {name}
      </button>
    </Tooltip>
  );
}
