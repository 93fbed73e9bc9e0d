import { sizes, type SizeName } from '../bench/sizes';
import type { BackendName } from '../contract/backends';

/** Shown instead of a figure for sizes that a slow device does not measure. */
export const leftOutOfSlow = 'left out: the device is slower than the CPU';

export interface PlannedTiming {
  readonly size: SizeName;
  readonly by: BackendName | 'PyTorch';
  /** Reason why the size is not measured. */
  readonly leftOut?: string;
}

/**
 * Plans the step times that `studio gpu-check` measures, by size. A device that multiplies more slowly than the CPU,
 * such as a software driver, measures the smallest size alone, because one step of a larger size can exceed the time
 * limit.
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
