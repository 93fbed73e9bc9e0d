import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Player, Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { useMessages } from '../words';
import type { Clock } from './clock';
import { endsOf } from './asking';
import { Drawn } from './Drawn';
import {
  drawBlind,
  drawPatterns,
  drawPlace,
  drawPlayer,
  drawRecalled,
  drawSpecks,
  drawStates,
  drawVoice,
  drawWings,
  ringTransformOf,
  transformOf,
  type RecalledNow,
} from './drawing';
import { stateAt, type Faults } from './faults';
import { cellAt, drawing, spotsOf, stepFrom, type Cell, type Point, type Spot } from './geometry';
import { screenPalette } from './look';
import { poseAt, restPose } from './movement';
import { playerName } from './names';
import { heardIn } from './scene-svg';

export interface SceneViewProps {
  readonly scene: Scene;
  readonly clock: Clock;
  readonly second: number;
  readonly faults: Faults;
  readonly recalled: RecalledNow;
  /** Text alternative. */
  readonly sentence: string;
  /** Index of the selected player. */
  readonly selected: number | undefined;
  /** Absent if the scene cannot be arranged. */
  readonly arrange?: {
    select(index: number | undefined): void;
    move(index: number, cell: Cell | null): void;
    remove(index: number): void;
  };
}

/** A point of the window in the coordinates of the drawing. */
function pointIn(svg: SVGSVGElement, { clientX, clientY }: PointerEvent): Point | undefined {
  const matrix = svg.getScreenCTM();
  if (matrix === null) return undefined;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return { x, y };
}

/** Moves the players with the clock. */
function usePoses(svg: React.RefObject<SVGSVGElement | null>, { scene, clock }: SceneViewProps): void {
  const still = useReducedMotion();
  useEffect(() => {
    const spots = spotsOf(scene);
    return clock.onTime((time) => {
      svg.current?.querySelectorAll('[data-player]').forEach((group) => {
        const index = Number(group.getAttribute('data-player'));
        const [player, spot] = [scene.players[index], spots[index]];
        if (!player || !spot) return;
        const pose = still ? restPose : poseAt(player, time, index);
        group.querySelector('[data-part="body"]')?.setAttribute('transform', transformOf(spot, pose));
        group.querySelector('[data-part="ring"]')?.setAttribute('transform', ringTransformOf(spot, pose));
      });
    });
  });
}

/** Restores the focus of a player whose element moves in the document. */
function useRefocus(svg: React.RefObject<SVGSVGElement | null>): (index: number) => void {
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    svg.current?.querySelector<SVGGElement>(`[data-player="${String(wanted.current)}"]`)?.focus();
    wanted.current = undefined;
  });
  return (index) => (wanted.current = index);
}

/** The scene as recorded by microphone and camera, with the recalled content. */
export function SceneView(props: SceneViewProps) {
  const { scene, second, faults, recalled, sentence } = props;
  const svg = useRef<SVGSVGElement>(null);
  usePoses(svg, props);
  const refocus = useRefocus(svg);
  const heard = heardIn(stateAt(faults.audio, second));
  const seen = stateAt(faults.visual, second);
  const blind = seen === 'missing';
  const spots = spotsOf(scene);
  const players = scene.players
    .map((player, index) => ({ player, index, spot: spots[index] }))
    .toSorted((one, other) => (one.spot?.y ?? 0) - (other.spot?.y ?? 0));
  const drawnOf = (inView: boolean) =>
    players.map(
      ({ player, index, spot }) =>
        player.inView === inView &&
        spot && <PlayerView key={index} {...props} {...{ player, index, spot, heard, refocus }} svg={svg} />,
    );
  return (
    <svg
      ref={svg}
      className="stage-scene"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="group"
      aria-label={sentence}
      data-testid="stage-scene"
      onPointerDown={(event) => {
        if (event.target instanceof Element && event.target.closest('[data-player]') === null) {
          props.arrange?.select(undefined);
        }
      }}
    >
      <Drawn of={drawPatterns()} />
      <Drawn of={blind ? drawBlind(screenPalette) : drawPlace(scene, screenPalette)} />
      {!blind && drawnOf(true)}
      {seen === 'noisy' && <Drawn of={drawSpecks(faults.visual.strength, screenPalette)} />}
      <Drawn of={drawWings(screenPalette)} />
      {drawnOf(false)}
      {scene.voice[second] === true && heard !== null && <Drawn of={drawVoice(screenPalette, heard)} />}
      <Drawn of={drawRecalled(recalled, scene, screenPalette)} />
      <Drawn of={drawStates({ audio: stateAt(faults.audio, second), visual: seen }, screenPalette)} />
    </svg>
  );
}

interface PlayerViewProps extends SceneViewProps {
  readonly player: Player;
  readonly index: number;
  readonly spot: Spot;
  readonly heard: 'real' | 'noisy' | null;
  readonly svg: React.RefObject<SVGSVGElement | null>;
  readonly refocus: (index: number) => void;
}

/** A player that can be dragged, or moved by the arrow keys. */
function PlayerView(props: PlayerViewProps) {
  const { player, index, spot, heard, svg, refocus, scene, second, selected, arrange } = props;
  const m = useMessages();
  const drawn = drawPlayer(player, spot, {
    palette: screenPalette,
    pose: restPose,
    heard: player.playing[second] === true ? heard : null,
  });
  if (arrange === undefined) {
    return (
      <g data-player={index}>
        <Drawn of={drawn} />
      </g>
    );
  }
  const ends = endsOf(player.playing);
  const plays = ends ? m.stage.playsIn(ends[0] + 1, ends[1] + 1) : m.stage.silent;
  function drag(event: PointerEvent<SVGGElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || svg.current === null) return;
    const point = pointIn(svg.current, event);
    const cell = point && cellAt(point, scene);
    if (cell === undefined) return;
    if (cell?.row !== player.cell?.row || cell?.column !== player.cell?.column) arrange?.move(index, cell);
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Delete' || event.key === 'Backspace') arrange?.remove(index);
    else if (event.key === 'Enter' || event.key === ' ') arrange?.select(selected === index ? undefined : index);
    else {
      const cell = stepFrom(player.cell, event.key, scene);
      if (cell === undefined) {
        // At the back and at the front an arrow moves neither a player nor the time.
        if (event.key.startsWith('Arrow')) event.stopPropagation();
        return;
      }
      arrange?.select(index);
      arrange?.move(index, cell);
      refocus(index);
    }
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <g
      data-player={index}
      className="stage-player"
      role="button"
      tabIndex={0}
      aria-pressed={selected === index}
      aria-label={`${playerName(player, m)}, ${plays}`}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        arrange.select(index);
      }}
      onPointerMove={drag}
    >
      <rect
        className="stage-player-room"
        x={spot.x - spot.size / 2 - 4}
        y={spot.y - spot.size - 6}
        width={spot.size + 8}
        height={spot.size + 12}
        rx={10}
      />
      <Drawn of={drawn} />
    </g>
  );
}
