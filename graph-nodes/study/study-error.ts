/** A study whose runs cannot be planned. One sentence, for people, and the place it belongs to. */
export class StudyError extends Error {
  override readonly name = 'StudyError';
  readonly row: string | undefined;
  readonly node: string | undefined;
  readonly parameter: string | undefined;

  constructor(
    message: string,
    place: { readonly row?: string; readonly node?: string; readonly parameter?: string } = {},
  ) {
    super(message);
    this.row = place.row;
    this.node = place.node;
    this.parameter = place.parameter;
  }
}
