import type { Program } from '../backends/onnx-runtime/runtime';
import { startProgram, type Provider } from '../backends/program';
import { keyOf, type BatchForm } from './batch-form';
import type { RecordedPasses } from './recording';

/** A recorded graph, ready to run. */
export type Started<Recorded extends RecordedPasses> = Recorded & { readonly program: Program };

/** The programs of one kind of recorded graph, one for each batch form; recorded and started on first use. */
export class ProgramCache<Recorded extends RecordedPasses> {
  private readonly programs = new Map<string, Promise<Started<Recorded>>>();

  constructor(
    private readonly provider: Provider,
    private readonly record: (form: BatchForm) => Recorded,
  ) {}

  /** @throws {RecordingError} when a layer cannot be recorded or the provider cannot run the graph */
  get(form: BatchForm): Promise<Started<Recorded>> {
    const key = keyOf(form);
    const program = this.programs.get(key) ?? this.start(form);
    this.programs.set(key, program);
    return program;
  }

  async dispose(): Promise<void> {
    for (const started of this.programs.values()) {
      const { program } = await started.catch(() => ({ program: undefined }));
      await program?.dispose();
    }
  }

  private async start(form: BatchForm): Promise<Started<Recorded>> {
    const recorded = this.record(form);
    return { ...recorded, program: await startProgram(recorded.graph, this.provider) };
  }
}
