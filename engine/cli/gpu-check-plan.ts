import { sizes, type SizeName } from '../bench/sizes';
import type { BackendName } from '../contract/backends';

/** Shown in place of a figure for sizes that a slow device does not measure. */
export const leftOutOfSlow = 'left out: the device is slower than the CPU';

export interface PlannedTiming {
  readonly size: SizeName;
  readonly by: BackendName | 'PyTorch';
  /** Why it is not measured. */
  readonly leftOut?: string;
}

/**
 * The step times that `studio gpu-check` measures, by size. A device that multiplies more slowly than the CPU, such as a driver
 * that computes on the CPU, measures the smallest size alone: the time limit is shorter than a step of the others may be.
 */
export function plannedTimings(
  devices: readonly { readonly name: BackendName; readonly quick: boolean }[],
  reference: BackendName,
): PlannedTiming[] {
  const [smallest] = Object.keys(sizes);
  return (Object.keys(sizes) as SizeName[]).flatMap((size) => [
    ...devices.map(({ name, quick }) => ({
      size,
      by: name,
      ...(!quick && size !== smallest && { leftOut: leftOutOfSlow }),
    })),
    { size, by: reference },
    { size, by: 'PyTorch' as const },
  ]);
}
