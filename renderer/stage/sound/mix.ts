import type { Note, Score } from '../../../graph-nodes/datasets/orchestra/sound/score';
import { addNote } from './note';
import type { Sample } from './bank';
import { addSpeech } from './speech';
import { silentStereo, type Stereo } from './stereo';
import { addRoom, addWind } from './surroundings';

/** Sample with its decoded sound. */
export interface Recording {
  readonly sample: Sample;
  readonly audio: Float32Array;
}

/** Number of notes that are mixed between two pauses for the page. */
const notesBetweenPauses = 40;
/** Total loudness of all players below which nothing is limited. */
const unlimited = 0.7;

/**
 * Mixes a score.
 * @param recording undefined for a note without a sample, which is silent
 * @param pause resolves after the page has drawn, so that a long mix does not block it
 */
export async function mixScore(
  score: Score,
  recording: (note: Note) => Recording | undefined,
  pause: () => Promise<void>,
): Promise<Stereo> {
  const mix = silentStereo(score.seconds);
  for (const [index, note] of score.notes.entries()) {
    const found = recording(note);
    if (found) addNote(mix, note, found.sample, found.audio);
    if (index % notesBetweenPauses === notesBetweenPauses - 1) await pause();
  }
  addSpeech(mix, score.syllables, score.id);
  await pause();
  if (score.setting === 'indoor') addRoom(mix);
  if (score.setting === 'outdoor') addWind(mix, score.id);
  limit(mix);
  return mix;
}

/** Limits peaks smoothly, so that six loud players do not clip. */
function limit({ left, right }: Stereo): void {
  const room = 1 - unlimited;
  for (const channel of [left, right]) {
    for (let frame = 0; frame < channel.length; frame += 1) {
      const value = channel[frame] ?? 0;
      const excess = Math.abs(value) - unlimited;
      if (excess > 0) channel[frame] = Math.sign(value) * (unlimited + room * Math.tanh(excess / room));
    }
  }
}
