/** Globals that Node and browsers share and graph-nodes uses. Its project has the types of neither. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(encoding: 'latin1' | 'utf-8');
  decode(bytes: Uint8Array): string;
}
