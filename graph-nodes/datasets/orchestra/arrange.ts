/** Arranged scenes: edits that keep a scene consistent, and the check of the result. */
import type { Instrument } from '../answers';
import type { DatasetMessage } from '../words';
import {
  loudnessRange,
  placeOfColumn,
  playingMovement,
  restingMovement,
  type Player,
  type Scene,
  type Stage,
} from './scene';

/** Maximum number of players in an arranged scene, twice that of a generated one. */
export const mostPlayers = 12;

/** Temperament of arranged players: the mean of generated ones. */
const temperament = 0.9;

/** Settings of a player that a user can change; the other fields follow. `cell`: null if out of view. */
export interface PlayerChange {
  readonly kind?: Instrument;
  readonly cell?: Player['cell'];
  readonly loudness?: number;
  readonly rhythm?: number;
  readonly playing?: readonly boolean[];
}

/** Mean movement of a player in view, by second. */
const movementOf = (playing: readonly boolean[], loudness: number): number[] =>
  playing.map((plays) => (plays ? playingMovement(loudness, temperament) : restingMovement));

const fitted = <Value>(values: readonly Value[], seconds: number, rest: Value): Value[] =>
  Array.from({ length: seconds }, (_, second) => values[second] ?? rest);

/**
 * A player with changed settings. The place follows the column. A player out of view has no movement. Movement stays the same
 * if none of its inputs changes; otherwise it is the mean movement of such a player.
 */
export function changePlayer(player: Player, change: PlayerChange, { seconds, width }: Stage): Player {
  const { kind = player.kind, loudness = player.loudness, rhythm = player.rhythm } = change;
  const cell = change.cell === undefined ? player.cell : change.cell;
  const playing = fitted(change.playing ?? player.playing, seconds, false);
  const inView = cell !== null;
  const sameMovement =
    player.inView && loudness === player.loudness && playing.every((plays, second) => plays === player.playing[second]);
  const movement = sameMovement ? fitted(player.movement, seconds, restingMovement) : movementOf(playing, loudness);
  return {
    kind,
    place: cell && placeOfColumn(cell.column, width),
    cell,
    inView,
    loudness,
    rhythm,
    playing,
    movement: inView ? movement : playing.map(() => 0),
  };
}

/** A new player in a cell, or out of view, who plays in all seconds with a medium loudness and rhythm. */
export const newPlayer = (kind: Instrument, cell: Player['cell'], stage: Stage): Player =>
  changePlayer(
    {
      kind,
      place: null,
      cell: null,
      inView: false,
      loudness: (loudnessRange[0] + loudnessRange[1]) / 2,
      rhythm: 0.5,
      playing: Array.from({ length: stage.seconds }, () => true),
      movement: [],
    },
    { cell },
    stage,
  );

/** The scene with the fields that follow from its cells and seconds made consistent; a generated scene stays unchanged. */
export const normaliseScene = (scene: Scene): Scene => ({
  ...scene,
  voice: fitted(scene.voice, scene.seconds, false),
  players: scene.players.map((player) => changePlayer(player, {}, scene)),
});

const keyOf = ({ row, column }: { readonly row: number; readonly column: number }): string => `${row},${column}`;

/** First cell that two players share although another one is free; undefined if there is none. */
function sharedCell({ players, height, width }: Scene): Player['cell'] | undefined {
  const cells = players.flatMap(({ cell }) => (cell ? [cell] : []));
  const taken = new Set(cells.map(keyOf));
  if (taken.size === height * width) return undefined;
  return cells.find((cell, index) => cells.findIndex((other) => keyOf(other) === keyOf(cell)) !== index);
}

/**
 * First fault of an arranged scene; undefined if it is valid.
 * @param stage sizes of the scenes of its dataset
 */
export function sceneFault(scene: Scene, { seconds, height, width }: Stage): DatasetMessage | undefined {
  if (scene.seconds !== seconds || scene.height !== height || scene.width !== width) {
    const found = [scene.seconds, scene.height, scene.width];
    return { code: 'sceneSize', found, expected: [seconds, height, width] };
  }
  if (scene.players.length > mostPlayers) {
    return { code: 'scenePlayers', found: scene.players.length, most: mostPlayers };
  }
  for (const { cell, kind } of scene.players) {
    if (cell && (cell.row >= height || cell.column >= width)) {
      return { code: 'scenePlayerOutside', instrument: kind, cell: [cell.row, cell.column], grid: [height, width] };
    }
  }
  const shared = sharedCell(scene);
  return shared ? { code: 'sceneCellShared', cell: [shared.row, shared.column] } : undefined;
}
