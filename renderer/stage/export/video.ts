import type { SoundLibrary } from '../sound/library';
import type { Heard } from '../sound/stage-sound';
import { mixRate, type Stereo } from '../sound/stereo';

export interface VideoRequest {
  readonly library: SoundLibrary;
  readonly heard: Heard;
  /** Drawing of a moment of the scene, a complete SVG document. */
  readonly frame: (seconds: number) => string;
  /** Size in pixels; both even. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Called with the encoded share of the frames, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

const videoCodecs = ['vp9', 'vp8', 'av1'] as const;

/** True if the browser encodes video and sound: it has WebCodecs with one of the video codecs of WebM and Opus. */
export async function canMakeVideo(width: number, height: number): Promise<boolean> {
  if (typeof VideoEncoder === 'undefined' || typeof AudioEncoder === 'undefined') return false;
  const { canEncodeAudio, getFirstEncodableVideoCodec } = await import('mediabunny');
  const [video, audio] = await Promise.all([
    getFirstEncodableVideoCodec([...videoCodecs], { width, height }),
    canEncodeAudio('opus', { numberOfChannels: 2, sampleRate: mixRate }),
  ]);
  return video !== null && audio;
}

/**
 * Encodes a WebM video of a scene with its sound.
 * @throws the signal's reason if it aborts; an error if the browser cannot encode, see {@link canMakeVideo}
 */
export async function videoFile(request: VideoRequest): Promise<Blob> {
  const { library, heard, frame, width, height, framesPerSecond, onProgress, signal } = request;
  const media = await import('mediabunny');
  const codec = await media.getFirstEncodableVideoCodec([...videoCodecs], { width, height });
  if (codec === null) throw new Error('This browser cannot encode WebM video. Use a browser with WebCodecs.');

  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const target = new media.BufferTarget();
  const output = new media.Output({ format: new media.WebMOutputFormat(), target });
  const pictures = new media.CanvasSource(canvas, { codec, quality: media.QUALITY_HIGH });
  const sound = new media.AudioBufferSource({ codec: 'opus', quality: media.QUALITY_HIGH });
  output.addVideoTrack(pictures, { frameRate: framesPerSecond });
  output.addAudioTrack(sound);
  await output.start();
  try {
    await sound.add(bufferOf(await library.render(heard)));
    sound.close();
    const frames = Math.round(heard.scene.seconds * framesPerSecond);
    for (let index = 0; index < frames; index += 1) {
      signal?.throwIfAborted();
      await drawSvg(frame(index / framesPerSecond), canvas);
      await pictures.add(index / framesPerSecond, 1 / framesPerSecond);
      onProgress?.((index + 1) / frames);
    }
    pictures.close();
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return new Blob([target.buffer ?? new ArrayBuffer()], { type: 'video/webm' });
}

/** Draws an SVG document over the whole canvas. */
async function drawSvg(svg: string, canvas: HTMLCanvasElement): Promise<void> {
  const { width, height } = canvas;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser has no canvas to draw on.');
  context.clearRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
}

function bufferOf({ left, right }: Stereo): AudioBuffer {
  const buffer = new AudioBuffer({ numberOfChannels: 2, length: left.length, sampleRate: mixRate });
  buffer.copyToChannel(left, 0);
  buffer.copyToChannel(right, 1);
  return buffer;
}
