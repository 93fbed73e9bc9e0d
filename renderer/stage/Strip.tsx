import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { Nearest } from '../../engine/contract/stage';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { useMessages, type Messages } from '../words';
import type { Clock } from './clock';
import { heardGhosts, seenGhosts } from './drawing';
import { modalities, stateAt, withSeconds, type Fault, type Faults, type FeatureState, type Modality } from './faults';
import { InstrumentPicture } from './InstrumentPicture';
import { modalityGlyph, stateGlyph } from './look';
import { percentOf, playerName } from './names';

export interface StripProps {
  /** Null for a video that cannot be drawn. */
  readonly scene: Scene | null;
  readonly seconds: number;
  readonly clock: Clock;
  readonly second: number;
  readonly faults: Faults;
  readonly recalled: Readonly<Record<Modality, readonly (readonly Nearest[])[] | null>>;
  readonly onFault?: ((modality: Modality, fault: Fault) => void) | undefined;
}

const columns = (seconds: number): CSSProperties => ({ '--seconds': seconds }) as CSSProperties;

/** One row per player and one column per second: sounding players, failures, and the time. */
export function Strip(props: StripProps) {
  const m = useMessages();
  const { scene, seconds, clock, second, faults, recalled, onFault } = props;
  const marker = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      clock.onTime((time) => marker.current?.style.setProperty('--time', String(Math.min(time, seconds) / seconds))),
    [clock, seconds],
  );
  return (
    <div className="stage-strip" style={columns(seconds)} role="group" aria-label={m.stage.strip}>
      {scene && <TimeSlider {...{ clock, seconds, m }} />}
      <div className="stage-rows">
        {scene && <div ref={marker} className="stage-marker" aria-hidden />}
        {modalities.map((modality) => (
          <FaultRow
            key={modality}
            {...{ modality, second }}
            fault={faults[modality]}
            recalled={recalled[modality] ?? []}
            onFault={onFault && ((fault) => onFault(modality, fault))}
          />
        ))}
        {scene?.players.map((player, index) => (
          <SoundRow
            key={index}
            label={playerName(player, m)}
            title={
              <>
                <InstrumentPicture kind={player.kind} /> {m.stage.answers[player.kind]}
              </>
            }
            sounds={player.playing}
            loudness={player.loudness}
            faults={faults}
          />
        ))}
        {scene?.voice.includes(true) === true && (
          <SoundRow label={m.stage.voice} title={m.stage.voice} sounds={scene.voice} loudness={0.7} faults={faults} />
        )}
      </div>
    </div>
  );
}

/** Size of a step of the slider, in seconds. */
const step = 0.1;

function TimeSlider({ clock, seconds, m }: { clock: Clock; seconds: number; m: Messages }) {
  const [time, setTime] = useState(0);
  useEffect(() => clock.onTime((next) => setTime(Math.round(next / step) * step)), [clock]);
  function press(event: KeyboardEvent): void {
    if (event.key === ' ') clock.toggle();
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') clock.seek(clock.time + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') clock.seek(clock.time - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className="stage-time">
      <span className="stage-row-title mono">{m.stage.timeOf(time.toFixed(1), seconds)}</span>
      <input
        type="range"
        aria-label={m.stage.time}
        aria-valuetext={m.stage.timeOf(time.toFixed(1), seconds)}
        min={0}
        max={seconds}
        step={step}
        value={time}
        onChange={({ currentTarget: { value } }) => clock.seek(Number(value))}
        onKeyDown={press}
      />
    </div>
  );
}

interface SoundRowProps {
  readonly label: string;
  readonly title: React.ReactNode;
  readonly sounds: readonly boolean[];
  readonly loudness: number;
  readonly faults: Faults;
}

/** Seconds in which a player sounds; sound that the microphone misses is hatched. */
function SoundRow({ label, title, sounds, loudness, faults }: SoundRowProps) {
  const m = useMessages();
  const at = sounds.flatMap((value, second) => (value ? [second + 1] : []));
  const [first, last] = [at[0], at.at(-1)];
  const plays = first === undefined || last === undefined ? m.stage.silent : m.stage.playsIn(first, last);
  return (
    <div className="stage-row">
      <span className="stage-row-title" title={label}>
        {title}
      </span>
      <div className="stage-cells" role="img" aria-label={`${label}: ${plays}`}>
        {sounds.map((value, second) => (
          <span
            key={second}
            data-sounds={value || undefined}
            data-state={stateAt(faults.audio, second)}
            style={{ '--loudness': loudness } as CSSProperties}
          />
        ))}
      </div>
    </div>
  );
}

interface FaultRowProps {
  readonly modality: Modality;
  readonly fault: Fault;
  readonly second: number;
  /** The nearest instruments of recalled features, by second. */
  readonly recalled: readonly (readonly Nearest[])[];
  readonly onFault: ((fault: Fault) => void) | undefined;
}

/** A second of a device as a text, with its recalled content. */
function cellName(
  modality: Modality,
  second: number,
  state: FeatureState,
  nearest: readonly Nearest[],
  m: Messages,
): string {
  const name = `${m.stage.second(second + 1)}: ${m.stage.states[state]}`;
  if (nearest.length === 0) return name;
  const kinds = nearest.map(({ kind, certainty }) => m.stage.certain(m.stage.answers[kind], percentOf(certainty)));
  return `${name}. ${modality === 'audio' ? m.stage.recalledHeard(kinds) : m.stage.recalledSeen(kinds)}`;
}

/** Maximum number of recalled instruments in a second. */
const mostShown = 2;

/** Pictures of the nearest instruments in a second, paler with a lower probability. */
function RecalledMark({ nearest }: { readonly nearest: readonly Nearest[] }) {
  if (nearest.length === 0) return null;
  return (
    <span className="stage-recalled" aria-hidden>
      {nearest.slice(0, mostShown).map(({ kind, certainty }, index) => (
        <span key={index} style={{ opacity: 0.35 + 0.65 * certainty }}>
          <InstrumentPicture kind={kind} size="1.2em" />
        </span>
      ))}
    </span>
  );
}

/** Seconds in which a device fails. They can be clicked, dragged over, or switched with the keyboard. */
function FaultRow({ modality, fault, second: present, recalled, onFault }: FaultRowProps) {
  const m = useMessages();
  const [focus, setFocus] = useState(0);
  /** Value that a drag sets in the seconds it passes, and its last second. */
  const drag = useRef<{ readonly fails: boolean; readonly from: number }>(undefined);
  const cells = useRef<HTMLDivElement>(null);
  const current = Math.min(focus, fault.seconds.length - 1);
  const nearest = recalled.map((each) => (modality === 'audio' ? heardGhosts(each) : seenGhosts(each)));
  const states = fault.seconds.map((_, second) => stateAt(fault, second));
  const set = (seconds: readonly number[], fails: boolean): void => onFault?.(withSeconds(fault, seconds, fails));
  function press(event: KeyboardEvent): void {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: states.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(states.length - 1, to));
    setFocus(next);
    cells.current?.querySelectorAll('button')[next]?.focus();
    if (event.shiftKey) set([next], states[current] !== 'real');
  }
  const between = (from: number, to: number): number[] =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => Math.min(from, to) + index);
  return (
    <div className="stage-row" data-modality={modality}>
      <span className="stage-row-title" title={m.stage.failsIn[modality]}>
        <span aria-hidden>{modalityGlyph[modality]}</span> {m.stage.devices[modality]}
      </span>
      <div
        ref={cells}
        className="stage-cells"
        role="group"
        aria-label={m.stage.failsIn[modality]}
        title={onFault && m.stage.failsHelp}
        onKeyDown={press}
        onPointerUp={() => (drag.current = undefined)}
      >
        {states.map((state, second) => (
          <button
            key={second}
            type="button"
            tabIndex={second === current ? 0 : -1}
            aria-pressed={state !== 'real'}
            aria-label={cellName(modality, second, state, nearest[second] ?? [], m)}
            data-state={state}
            data-present={second === present || undefined}
            disabled={onFault === undefined}
            onFocus={() => setFocus(second)}
            onPointerDown={(event) => {
              // Without the capture, the pointer enters the other seconds.
              if (event.currentTarget.hasPointerCapture?.(event.pointerId)) {
                event.currentTarget.releasePointerCapture(event.pointerId);
              }
              drag.current = { fails: state === 'real', from: second };
              set([second], state === 'real');
            }}
            onPointerEnter={({ buttons }) => {
              if (drag.current === undefined || buttons === 0) return;
              set(between(drag.current.from, second), drag.current.fails);
              drag.current = { ...drag.current, from: second };
            }}
            onClick={({ detail }) => {
              // A pointer has already set it on pointerdown; this event comes from a key.
              if (detail === 0) set([second], state === 'real');
            }}
          >
            <span aria-hidden>{stateGlyph[state]}</span>
            <RecalledMark nearest={nearest[second] ?? []} />
          </button>
        ))}
      </div>
    </div>
  );
}
