import { describe, expect, it } from 'vitest';
import { instruments } from '../../graph-nodes/datasets/answers';
import { stageAnswer, trio } from '../../test/fixtures/stage';
import { instrumentPath } from './pictures';
import { failureOf, turned, withSeconds, workingFault, workingFaults } from './faults';
import { recallOf } from './recalled';
import { sceneSvg, type ScenePicture } from './scene-svg';

const off = workingFault(4);
const picture: ScenePicture = {
  scene: trio,
  audio: null,
  visual: null,
  recalledAt: () => ({ audio: [], visual: [] }),
  scheme: 'light',
  title: 'A trio <1>',
};
const count = (text: string, part: string): number => text.split(`data-part="${part}"`).length - 1;

describe('a drawing of a scene', () => {
  it('has its players, rings around the audible ones, and the voice', () => {
    const [start, end] = [sceneSvg(picture, 1.5), sceneSvg(picture, 3.5)];
    expect(count(start, 'body')).toBe(3);
    expect(count(start, 'ring')).toBe(2);
    expect([count(start, 'voice'), count(end, 'voice')]).toEqual([0, 1]);
    expect(start).toContain('<title>A trio &lt;1&gt;</title>');
    expect(start).not.toMatch(/undefined|NaN|var\(|light-dark/);
  });

  it('is silent if the microphone fails and dark if the camera fails', () => {
    const audio = failureOf(withSeconds(off, [1], true));
    expect([0.5, 1.5].map((time) => count(sceneSvg({ ...picture, audio }, time), 'ring'))).toEqual([1, 0]);
    const visual = failureOf(turned(off, true));
    const dark = sceneSvg({ ...picture, visual }, 1.5);
    expect([count(dark, 'blind'), count(dark, 'body')]).toEqual([1, 1]);
  });

  it('has more specks with more noise', () => {
    const specks = (strength: number) =>
      sceneSvg({ ...picture, visual: { kind: 'noisy', seconds: [true, true, true, true], strength } }, 0.5).length;
    expect(specks(3)).toBeGreaterThan(specks(1));
  });

  it('has the recalled content in the failing seconds, with its probability', () => {
    const faults = { ...workingFaults(4), visual: withSeconds(off, [1], true) };
    const visual = failureOf(faults.visual);
    const answer = stageAnswer({ run: 'r', about: { scene: trio }, question: 'x', audio: null, visual });
    const { variants, at } = recallOf(answer, undefined, faults);
    expect(variants).toEqual(['generator', 'enhancer']);
    const drawn = [0.5, 1.5].map((time) => sceneSvg({ ...picture, visual, recalledAt: at }, time));
    expect(drawn.map((text) => count(text, 'ghost'))).toEqual([0, 2]);
    expect(drawn[1]).toContain('◇ 71 %');
    expect(drawn[1]).toContain('stroke-dasharray');
  });

  it('moves with the time', () => {
    expect(sceneSvg(picture, 1.2)).not.toBe(sceneSvg(picture, 1.3));
    expect(sceneSvg(picture, 1.2)).toBe(sceneSvg(picture, 1.2));
  });
});

it('has a picture of every instrument', () => {
  for (const kind of instruments) expect(String(instrumentPath(kind, {}).attributes['d'])).toMatch(/^[Mm].{100,}/s);
});
