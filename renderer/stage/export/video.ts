import type { Heard } from '../sound/stage-sound';

export interface VideoRequest {
  readonly heard: Heard;
  /** Drawing of a moment of the scene, a complete SVG document. */
  readonly frame: (seconds: number) => string;
  /** Pixels; both even. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Share of the frames that are encoded, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}
