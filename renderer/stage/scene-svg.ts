import type { Failure } from '../../engine/contract/stage';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
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
  type RecalledNow,
} from './drawing';
import type { FeatureState, Modality } from './faults';
import { drawing, spotsOf } from './geometry';
import { filePalette } from './look';
import { poseAt } from './movement';
import { shape, shapeText } from './shapes';

/** A scene for a drawing in a file. */
export interface ScenePicture {
  readonly scene: Scene;
  readonly audio: Failure | null;
  readonly visual: Failure | null;
  /** Recalled content by second. */
  readonly recalledAt: (second: number) => RecalledNow;
  readonly scheme: 'light' | 'dark';
  /** Text alternative. */
  readonly title: string;
}

/** State of a modality after a failure. */
export const stateOfFailure = (failure: Failure | null, second: number): FeatureState =>
  failure?.seconds[second] === true ? failure.kind : 'real';

/** Sound in the microphone in a second: null if it fails. */
export const heardIn = (state: FeatureState): 'real' | 'noisy' | null =>
  state === 'missing' ? null : state === 'noisy' ? 'noisy' : 'real';

/** Drawing of a moment of a scene as a complete SVG document. */
export function sceneSvg({ scene, audio, visual, recalledAt, scheme, title }: ScenePicture, time: number): string {
  const palette = filePalette(scheme);
  const second = Math.min(Math.floor(time), scene.seconds - 1);
  const states: Record<Modality, FeatureState> = {
    audio: stateOfFailure(audio, second),
    visual: stateOfFailure(visual, second),
  };
  const heard = heardIn(states.audio);
  const spots = spotsOf(scene);
  const players = scene.players.map((player, index) => {
    const spot = spots[index];
    const ring = player.playing[second] === true ? heard : null;
    const drawn = spot && drawPlayer(player, spot, { palette, pose: poseAt(player, time, index), heard: ring });
    return { inView: player.inView, depth: spot?.y ?? 0, drawn };
  });
  players.sort((one, other) => one.depth - other.depth);
  const drawnOf = (inView: boolean) => players.flatMap((each) => (each.inView === inView ? (each.drawn ?? []) : []));
  const blind = states.visual === 'missing';
  return shapeText(
    shape(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${drawing.width} ${drawing.height}`,
        width: drawing.width,
        height: drawing.height,
        fontFamily: 'DejaVu Sans, system-ui, sans-serif',
      },
      shape('title', {}, title),
      drawPatterns(),
      shape('rect', { width: drawing.width, height: drawing.height, fill: palette('curtain') }),
      ...(blind ? [drawBlind(palette)] : [drawPlace(scene, palette), ...drawnOf(true)]),
      visual?.kind === 'noisy' && states.visual === 'noisy' && drawSpecks(visual.strength, palette),
      drawWings(palette),
      ...drawnOf(false),
      scene.voice[second] === true && heard !== null && drawVoice(palette, heard),
      drawRecalled(recalledAt(second), scene, palette),
      drawStates(states, palette),
    ),
  );
}
