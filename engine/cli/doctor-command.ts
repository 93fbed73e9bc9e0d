import { findBackends } from '../backends/find-backends';
import { inEnglish } from '../contract/messages';
import { kernelFamilies } from '../recorder/kernels';

export interface DoctorOptions {
  readonly kernels: boolean;
  readonly json: boolean;
}

/** `studio doctor`: reports the backends of this machine; with `--kernels`, the kernels that can be recorded. */
export async function doctorCommand({ kernels, json }: DoctorOptions): Promise<void> {
  const report = kernels ? recordable() : { backends: await reports() };
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : formatReport(report)}\n`);
}

/** Formats the backends of this machine with their details in English. */
const reports = async () =>
  (await findBackends()).map(({ name, available, detail }) => ({ name, available, detail: inEnglish(detail) }));

/** Formats the names of the tfjs kernels that the recorder covers, by family. */
function recordable(): { kernels: Record<string, string[]> } {
  return {
    kernels: Object.fromEntries(
      Object.entries(kernelFamilies).map(([family, kernels]) => [family, Object.keys(kernels).sort()]),
    ),
  };
}

function formatReport(
  report: { readonly backends: Awaited<ReturnType<typeof reports>> } | ReturnType<typeof recordable>,
): string {
  if ('backends' in report) {
    return report.backends
      .map(({ name, available, detail }) => `${available ? '✓' : '✗'} ${name.padEnd(11)} ${detail}`)
      .join('\n');
  }
  const families = Object.entries(report.kernels);
  const width = Math.max(...families.map(([family]) => family.length));
  return families.map(([family, kernels]) => `${family.padEnd(width)}  ${kernels.join(' ')}`).join('\n');
}
