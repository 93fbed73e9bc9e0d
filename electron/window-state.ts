import { z } from 'zod';

const pixels = z.number().int().min(-100_000).max(100_000);

/** Place of a window on the screens, in device-independent pixels. */
export const windowStateSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels.min(1),
  height: pixels.min(1),
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const minimumSize = { width: 900, height: 600 } as const;
const firstSize = { width: 1440, height: 900 } as const;

/** Part of a window that must be on a screen, so that the user can move it. */
const grip = { width: 120, height: 40 } as const;

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);

/**
 * Place of a new window: the stored one if its title bar is on a screen, else the middle of the first screen.
 * @param screens areas of the screens without task bars
 */
export function placeOf(
  stored: WindowState | undefined,
  screens: readonly Rectangle[],
): { readonly bounds: Partial<Rectangle>; readonly maximised: boolean } {
  const maximised = stored?.maximised ?? false;
  if (!stored) return { bounds: firstSize, maximised };
  const width = Math.max(stored.width, minimumSize.width);
  const height = Math.max(stored.height, minimumSize.height);
  const reachable = screens.some(
    (screen) =>
      overlap(stored.x, width, screen.x, screen.width) >= grip.width &&
      overlap(stored.y, grip.height, screen.y, screen.height) >= grip.height,
  );
  return reachable
    ? { bounds: { x: stored.x, y: stored.y, width, height }, maximised }
    : { bounds: { width, height }, maximised };
}
