import { Slider } from '@mantine/core';
import { useState } from 'react';
import type { Inside, Nearest, UsageOverTraining } from '../../engine/contract/stage';
import { useMessages, type Messages } from '../words';
import { formatPercent } from '../words/format';
import { HeatMap } from './HeatMap';
import { SlotUsage } from './SlotUsage';
import { largestAt, partAt, type Titled, type Values } from './tensor';

/** Number of slots that are shown as tiles: those with the largest shares. */
const shownTiles = 12;

export interface AddressingsProps {
  /** Shares of the slots, [T or 1, L] each; the last one reads the slots. */
  readonly addressings: readonly Titled[];
  /** Contents [L, C] of the slots that are read; absent if they are unknown. */
  readonly slots?: (Titled & Pick<Inside, 'nearest'>) | undefined;
  /** Shares of the last addressing over the training; absent if they were not stored. */
  readonly usage?: UsageOverTraining | undefined;
}

/** Addressings as linked bars above the slots with the largest shares: the slot under the pointer is marked in all of them. */
export function Addressings({ addressings, slots, usage }: AddressingsProps) {
  const all = useMessages();
  const m = all.insides;
  const nearest = slots?.nearest;
  const [second, setSecond] = useState(0);
  const [chosen, setChosen] = useState<number>();
  const seconds = Math.max(...addressings.map(({ shape }) => shape[0] ?? 1));
  const ofSecond = addressings.map((addressing) => ({ ...addressing, ...partAt(addressing, second) }));
  const weights = ofSecond.at(-1)?.values ?? [];
  const answering = largestAt(weights, shownTiles);
  const slot = chosen ?? answering[0] ?? 0;
  return (
    <div className="addressings">
      {seconds > 1 && (
        <Choice title={m.second} value={second} count={seconds} onChange={setSecond} text={m.secondOf(second + 1)} />
      )}
      <Choice title={m.slot} value={slot} count={weights.length} onChange={setChosen} text={m.slotOf(slot + 1)} />
      {ofSecond.map(({ name, title, values }) => (
        <Bars key={name} title={title} values={values} slot={slot} onSlot={setChosen} />
      ))}
      {usage && <SlotUsage usage={usage} slots={weights.length} slot={slot} />}
      <h3>{m.answering(answering.length)}</h3>
      <ul className="slot-tiles">
        {answering.map((index) => (
          <li key={index}>
            <Tile
              slot={index}
              share={weights[index] ?? 0}
              content={slots && partAt(slots, index)}
              nearest={nearest && nearestText(nearest[index] ?? [], all)}
              chosen={index === slot}
              onChoose={() => setChosen(index)}
            />
          </li>
        ))}
      </ul>
      {slots && (
        <p className="muted">
          {m.signs}
          {nearest && ` ${m.nearestHelp}`}
        </p>
      )}
    </div>
  );
}

/** Probability below which a slot resembles no instrument. */
const leastCertainty = 0.1;

/** Nearest instruments of a slot with their probability. */
function nearestText(nearest: readonly Nearest[], { insides: m, stage }: Messages): string {
  const clear = nearest.filter(({ certainty }) => certainty >= leastCertainty);
  const named = clear.map(({ kind, certainty }) => m.nearest(stage.answers[kind], formatPercent(100 * certainty)));
  return named.length > 0 ? named.join(', ') : m.nearestNone;
}

interface ChoiceProps {
  readonly title: string;
  readonly value: number;
  readonly count: number;
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A slider over integers from 0 on, with a title. */
export function Choice({ title, value, count, text, onChange }: ChoiceProps) {
  return (
    <div className="inside-choice">
      <span aria-hidden>{title}</span>
      <Slider
        min={0}
        max={Math.max(1, count - 1)}
        value={value}
        onChange={onChange}
        label={null}
        thumbLabel={title}
        thumbValueText={text}
      />
      <output className="mono">{text}</output>
    </div>
  );
}

interface BarsProps {
  readonly title: string;
  readonly values: readonly number[];
  readonly slot: number;
  readonly onSlot: (slot: number) => void;
}

/** Height of the bars, in the coordinates of the picture. */
const height = 100;
/** Minimum width of a slot's mark, as the reciprocal of the share of the total width. */
const markShare = 90;

/** Shares of all slots as bars; pointing at one selects it. */
function Bars({ title, values, slot, onSlot }: BarsProps) {
  const m = useMessages().insides;
  const largest = Math.max(...values) || 1;
  const path = values.map((value, index) => {
    const size = (height * value) / largest;
    return `M${index} ${height - size}h1v${size}h-1z`;
  });
  const mark = Math.max(1, values.length / markShare);
  const [most = 0] = largestAt(values, 1);
  const label = m.shares(title, most + 1, formatPercent(100 * (values[most] ?? 0)));
  return (
    <figure className="slot-bars">
      <figcaption>
        {title}
        <output className="mono">{m.share(slot + 1, formatPercent(100 * (values[slot] ?? 0)))}</output>
      </figcaption>
      <svg
        viewBox={`0 0 ${values.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        onPointerMove={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          const at = Math.floor(((clientX - left) / width) * values.length);
          if (at >= 0 && at < values.length) onSlot(at);
        }}
      >
        <rect className="slot-mark" x={slot + 0.5 - mark / 2} y={0} width={mark} height={height} />
        <path d={path.join('')} />
        <path className="slot-chosen" d={path[slot] ?? ''} />
      </svg>
    </figure>
  );
}

interface TileProps {
  readonly slot: number;
  readonly share: number;
  readonly content: Values | undefined;
  /** Nearest instruments as a text; absent without a probe. */
  readonly nearest: string | undefined;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** A slot: its share, its content, and its values as a square of shades. */
function Tile({ slot, share, content, nearest, chosen, onChoose }: TileProps) {
  const m = useMessages().insides;
  return (
    <button type="button" className="slot-tile" aria-pressed={chosen} onMouseEnter={onChoose} onFocus={onChoose}>
      <span>
        {m.slotOf(slot + 1)} <b className="mono">{formatPercent(100 * share)} %</b>
      </span>
      {content && <HeatMap values={asSquare(content)} />}
      {nearest !== undefined && <span>{nearest}</span>}
    </button>
  );
}

/** C values as rows of equal length, in a shape close to a square. */
function asSquare({ values }: Values): Values {
  const columns = Math.ceil(Math.sqrt(values.length));
  return { shape: [Math.ceil(values.length / columns), columns], values };
}
