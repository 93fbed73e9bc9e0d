import type { Descriptor } from '../contract/descriptors';
import type { EngineMessage } from '../contract/messages';
import type { OnnxModel } from '../recorder/model';
import type { Program } from './onnx-runtime/runtime';

/**
 * One backend. Each file of `rows/` exports one as `backend`; the command line, the menus and the checks of requests
 * use this list. The rank is also the order in which `auto` tries the backends.
 */
export interface Backend extends Descriptor {
  /** Description in `studio --help`, without a full stop. */
  readonly help: string;
  /** True if a study can name it. Devices are excluded, because the runs of a study would compete for one. */
  readonly studies: boolean;
  /**
   * Loads the libraries of the backend.
   * @returns library, version and hardware, as part of a sentence
   * @throws {BackendError} if something is missing, with the remedy
   */
  start(): Promise<EngineMessage>;
  /** Name under which the backend computes in tfjs, kernel by kernel; absent if it runs recorded steps only. */
  readonly tfjs?: string;
  /** Called once tfjs computes on the backend. */
  readonly ready?: () => void;
  /** Runs recorded steps; absent if the backend computes kernel by kernel only. */
  readonly program?: {
    /** Unique among the backends. */
    readonly provider: string;
    /** @throws {RecordingError} if the provider cannot run the graph */
    start(model: OnnxModel): Promise<Program>;
  };
  /**
   * Cores that a training step keeps busy; absent: one.
   * @param operations of a recorded step; undefined if they are unknown
   * @param chosen number of threads in the settings
   */
  readonly threads?: (operations: number | undefined, chosen: number | undefined) => number;
  /** Hardware beside the CPU. */
  readonly device?: {
    /**
     * Multiplies matrices on the device.
     * @returns operations per second
     * @throws {BackendError} if the device is missing
     */
    measure(): Promise<number>;
    describe(): EngineMessage;
  };
  /** True if `auto` tries the backend on a machine with these backends; absent: always. */
  readonly tried?: (available: readonly string[]) => boolean;
  /** Lowest rate in operations per second; `auto` skips a trial that would take too long at this rate. Absent: always tried. */
  readonly lowestRate?: number;
}
