import { z } from 'zod';

const licencesSchema = z.object({
  /** Version of the studio. */
  version: z.string(),
  /** Text of the studio's own licence. */
  licence: z.string(),
  notice: z.string(),
  packages: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() })),
});
export type Licences = z.infer<typeof licencesSchema>;

/** Reads the licences that the build collected. */
export async function readLicences(): Promise<Licences> {
  const answer = await fetch('./licences.json');
  if (!answer.ok) throw new Error(`licences.json: ${String(answer.status)}`);
  return licencesSchema.parse(await answer.json());
}
